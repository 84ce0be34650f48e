import { checkUse } from "#domain/credentials/check-use";
import { Problem, type ProblemDetail } from "#domain/problem";
import type { SecretKind } from "#domain/signing/signing-config";
import { checkDraft } from "#domain/tenancy/check-draft";
import { NO_HOST_RULES } from "#domain/tenancy/host-rules";
import type { IntegrationDraft } from "#domain/tenancy/integration-draft";
import type { StoredSettings } from "#domain/tenancy/stored-settings";
import type { EnforcedSchema } from "#domain/validation/validation-settings";
import { checkBodyTransforms } from "./check-body-transforms.ts";
import { checkTransform } from "./check-transform.ts";
import { prepareSchema } from "./compile-schema.ts";
import type { ConfigurationServices } from "./configuration-services.ts";

/**
 * Refuse an integration that could not deliver. One that is off may keep the URL it has: a policy that was tightened
 * since must not keep anybody from switching it off.
 *
 * @param saved what is stored, null for a new integration
 * @returns the draft with its URL in its normalised form
 * @throws Problem 422 with pointers into the body
 */
export async function checkIntegration(
  services: ConfigurationServices,
  orgId: string,
  draft: IntegrationDraft,
  secretKinds: readonly SecretKind[],
  saved: StoredSettings | null,
): Promise<IntegrationDraft> {
  const { allowPrivateTargets } = services;
  const checked = checkDraft(draft, { allowPrivateTargets, secretKinds });
  if (!checked.ok) throw invalidIntegration(checked.problems);
  await requireUsableCredential(services, orgId, checked.draft.settings);
  // What is stored was checked, and code that has made its organization rest must not keep anybody from switching it off.
  if (saved === null || transforms(saved) !== transforms(checked.draft.settings)) {
    await requireUsableTransform(services, orgId, checked.draft.settings);
  }
  if (saved === null || validates(saved) !== validates(checked.draft.settings)) {
    await requireUsableSchema(services, orgId, checked.draft.settings);
  }
  const { url } = checked.draft.settings;
  if (!draft.enabled && url === saved?.url) return checked.draft;
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

/** All that decides whether a transformation is usable, as one text. */
function transforms({ transform, signing, graphql, proxy }: StoredSettings): string {
  return JSON.stringify([transform, signing, graphql, proxy]);
}

/** All that decides whether a payload is valid, as one text. */
function validates({ validation }: StoredSettings): string {
  return JSON.stringify(validation);
}

/**
 * @returns what delivering needs to know of the schema
 * @throws Problem 422 with pointers into the schema. Its code is stored when it compiles.
 */
export async function requireUsableSchema(
  services: ConfigurationServices,
  orgId: string,
  { validation }: Pick<StoredSettings, "validation">,
): Promise<EnforcedSchema | null> {
  if (validation === null) return null;
  const { mode, schema } = validation;
  const schemaJson = JSON.stringify(schema) ?? "null";
  const problems = await prepareSchema(services, orgId, schemaJson, mode, "/validation/schema");
  if (problems.length > 0) throw invalidIntegration(problems);
  return { mode, schemaHash: services.sha256(schemaJson) };
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
  const own = transform === null ? [] : await checkTransform(services, transform, names, signing, orgId);
  const problems = [
    ...own.map(({ pointer, message }) => ({ pointer: `/transform${pointer}`, message })),
    ...(proxy === null ? [] : await checkBodyTransforms(services, proxy, names, orgId)),
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
