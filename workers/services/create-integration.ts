import type { IntegrationRecord, SecretValue } from "#domain/configuration-ports";
import { checkUse } from "#domain/credentials/check-use";
import { Problem, type ProblemDetail } from "#domain/problem";
import type { SecretKind } from "#domain/signing/signing-config";
import { checkDraft } from "#domain/tenancy/check-draft";
import { completeDraft, DEFAULT_DRAFT, type IntegrationInput } from "#domain/tenancy/integration-draft";
import type { StoredSettings } from "#domain/tenancy/stored-settings";
import { announceChange } from "./announce-config.ts";
import type { ConfigurationServices } from "./configuration-services.ts";
import { makeSecret } from "./make-secret.ts";

export interface CreatedIntegration {
  readonly record: IntegrationRecord;
  readonly secret: SecretValue;
}

/** What the first signing secret shall be: one that is made here, or one that a team brings along. */
export interface SecretWish {
  readonly kind: SecretKind | undefined;
  readonly value: string | undefined;
}

/** @throws Problem 422 with pointers into the body, 409 when the organization has as many as it may have. */
export async function createIntegration(
  services: ConfigurationServices,
  orgId: string,
  input: IntegrationInput,
  wish: SecretWish,
): Promise<CreatedIntegration> {
  const secret = makeSecret(services.secretMaker, wish, "/secretKind", "/secret");
  const draft = completeDraft(input, DEFAULT_DRAFT, DEFAULT_DRAFT.settings);
  const checked = checkDraft(draft, {
    allowPrivateTargets: services.allowPrivateTargets,
    secretKinds: [secret.kind],
  });
  if (!checked.ok) throw invalidIntegration(checked.problems);
  await requireUsableCredential(services, orgId, checked.draft.settings);

  const createdAt = services.now();
  const record: IntegrationRecord = {
    ...checked.draft,
    id: services.createId("int"),
    disabledReason: null,
    createdAt,
    updatedAt: createdAt,
  };
  const newSecret = { ...secret, id: services.createId("sec"), createdAt };
  const change = await services.repositories.integrations.insert(orgId, record, newSecret);
  if (change === null) {
    // Or its credential was deleted a moment ago.
    await requireUsableCredential(services, orgId, record.settings);
    throw new Problem(
      "conflict",
      "The organization has as many integrations as it may have. Delete one first.",
    );
  }
  await announceChange(services, change);
  // Read again: what is shown must be what was stored, with secrets masked.
  return { record: (await services.repositories.integrations.find(orgId, record.id)) ?? record, secret };
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

export function invalidIntegration(problems: readonly ProblemDetail[]): Problem {
  return new Problem(
    "invalid_body",
    "Nothing was saved. Correct the members named in errors and send again.",
    problems,
  );
}
