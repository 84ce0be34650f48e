import type { IntegrationRecord, SecretValue } from "#domain/configuration-ports";
import { Problem } from "#domain/problem";
import type { SecretKind } from "#domain/signing/signing-config";
import { completeDraft, DEFAULT_DRAFT, type IntegrationInput } from "#domain/tenancy/integration-draft";
import { announceChange } from "./announce-config.ts";
import { checkGraphql } from "./check-graphql.ts";
import { checkIntegration, requireUsableCredential } from "./check-integration.ts";
import type { ConfigurationServices } from "./configuration-services.ts";
import { makeSecret } from "./make-secret.ts";
import { findQuota } from "./manage-quota.ts";

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
  const checked = await checkIntegration(services, orgId, draft, [secret.kind], null);
  await checkGraphql(services, orgId, input, checked.settings, null);

  const createdAt = services.now();
  const record: IntegrationRecord = {
    ...checked,
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
    throw await tooMany(services, orgId);
  }
  await announceChange(services, change);
  // Read again: what is shown must be what was stored, with secrets masked.
  return { record: (await services.repositories.integrations.find(orgId, record.id)) ?? record, secret };
}

/** The quota of this organization, or what any organization may have. */
async function tooMany(services: ConfigurationServices, orgId: string): Promise<Problem> {
  const { effective } = await findQuota(services, orgId);
  const { integrations: most } = effective;
  if (most === null || (await services.repositories.integrations.count(orgId)) < most) {
    return new Problem(
      "conflict",
      "The organization has as many integrations as it may have. Delete one first.",
    );
  }
  return new Problem(
    "insufficient_storage",
    `The organization's quota is ${most} integrations. Delete one, or have the quota raised by whoever set it.`,
  );
}
