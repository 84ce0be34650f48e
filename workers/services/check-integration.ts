import { checkUse } from "#domain/credentials/check-use";
import { Problem, type ProblemDetail } from "#domain/problem";
import type { SecretKind } from "#domain/signing/signing-config";
import { checkDraft } from "#domain/tenancy/check-draft";
import { NO_HOST_RULES } from "#domain/tenancy/host-rules";
import type { IntegrationDraft } from "#domain/tenancy/integration-draft";
import type { StoredSettings } from "#domain/tenancy/stored-settings";
import { checkBodyTransforms } from "./check-body-transforms.ts";
import { checkTransform } from "./check-transform.ts";
import type { ConfigurationServices } from "./configuration-services.ts";

/**
 * Refuse an integration that could not deliver. One that is off may keep the URL it has: a policy that was tightened
 * since must not keep anybody from switching it off.
 *
 * @param savedUrl the URL that is stored, null for a new integration
 * @returns the draft with its URL in its normalised form
 * @throws Problem 422 with pointers into the body
 */
export async function checkIntegration(
  services: ConfigurationServices,
  orgId: string,
  draft: IntegrationDraft,
  secretKinds: readonly SecretKind[],
  savedUrl: string | null,
): Promise<IntegrationDraft> {
  const { allowPrivateTargets } = services;
  const checked = checkDraft(draft, { allowPrivateTargets, secretKinds });
  if (!checked.ok) throw invalidIntegration(checked.problems);
  await requireUsableCredential(services, orgId, checked.draft.settings);
  await requireUsableTransform(services, orgId, checked.draft.settings);
  const { url } = checked.draft.settings;
  if (!draft.enabled && url === savedUrl) return checked.draft;
  const target = await services.guardTarget(url, await currentRules(services, orgId));
  // A name without an address is saved: its DNS may come later, and every attempt looks again.
  if (!target.ok && !target.retryable)
    throw invalidIntegration([{ pointer: "/url", message: target.message }]);
  return checked.draft;
}

/** @throws Problem 422 when the organization has no such credential, or the two would get in each other's way. */
export async function requireUsableCredential(
  { repositories }: ConfigurationServices,
  orgId: string,
  settings: StoredSettings,
): Promise<void> {
  const { credentialId } = settings;
  if (credentialId === null) return;
  const credential = await repositories.credentials.find(orgId, credentialId);
  const problems = checkUse(settings, credential?.settings ?? null);
  if (problems.length > 0) throw invalidIntegration(problems);
}

/** @throws Problem 422 when it could not transform any event. */
export async function requireUsableTransform(
  services: ConfigurationServices,
  orgId: string,
  { transform, signing, proxy }: Pick<StoredSettings, "transform" | "signing" | "proxy">,
): Promise<void> {
  if (transform === null && proxy === null) return;
  const variables = await services.repositories.variables.all(orgId);
  const names = variables.map(({ name }) => name);
  const own = transform === null ? [] : await checkTransform(services, transform, names, signing);
  const problems = [
    ...own.map(({ pointer, message }) => ({ pointer: `/transform${pointer}`, message })),
    ...(proxy === null ? [] : await checkBodyTransforms(services, proxy, names)),
  ];
  if (problems.length > 0) throw invalidIntegration(problems.slice(0, 20));
}

/** Read anew: the policy may have been changed a second ago through another isolate. */
async function currentRules(services: ConfigurationServices, orgId: string) {
  services.configurations.forget(orgId);
  return (await services.configurations.load(orgId, 0))?.policy ?? NO_HOST_RULES;
}

export function invalidIntegration(problems: readonly ProblemDetail[]): Problem {
  return new Problem(
    "invalid_body",
    "Nothing was saved. Correct the members named in errors and send again.",
    problems,
  );
}
