import type { IntegrationRecord } from "#domain/configuration-ports";
import type { SecretKind } from "#domain/signing/signing-config";
import { completeDraft, DEFAULT_DRAFT, type IntegrationInput } from "#domain/tenancy/integration-draft";
import { announceChange } from "./announce-config.ts";
import { checkGraphql } from "./check-graphql.ts";
import { checkIntegration } from "./check-integration.ts";
import type { ConfigurationServices } from "./configuration-services.ts";
import { findIntegration } from "./find-integration.ts";
import { forEachSafely } from "./for-each-safely.ts";
import { untilUnchanged } from "./until-unchanged.ts";

/** `merge`: what is left out stays (PATCH). `replace`: what is left out gets its default (PUT). */
export type UpdateMode = "merge" | "replace";

export interface UpdatedIntegration {
  readonly before: IntegrationRecord;
  readonly record: IntegrationRecord;
}

/** Re-enabling clears the reason why the gateway had switched it off. */
export async function updateIntegration(
  services: ConfigurationServices,
  orgId: string,
  id: string,
  input: IntegrationInput,
  mode: UpdateMode,
  expectedUpdatedAt: number | null,
): Promise<UpdatedIntegration> {
  return untilUnchanged(expectedUpdatedAt, async (expect) => {
    const current = await findIntegration(services, orgId, id);
    expect(current);
    const draft = completeDraft(input, mode === "merge" ? current : DEFAULT_DRAFT, current.settings);
    const kinds = await currentKinds(services, orgId, id);
    const checked = await checkIntegration(services, orgId, draft, kinds, current.settings);
    await checkGraphql(services, orgId, input, checked.settings, current);
    const { enabled } = checked;
    const record: IntegrationRecord = {
      ...checked,
      id,
      disabledReason: enabled ? null : current.disabledReason,
      createdAt: current.createdAt,
      updatedAt: Math.max(services.now(), current.updatedAt + 1),
    };
    const change = await services.repositories.integrations.update(orgId, record, current.updatedAt);
    if (change === null) return null;
    await announceChange(services, change);
    const left = current.settings.credentialId;
    if (left !== null && left !== record.settings.credentialId) {
      // What waits for the credential of before has nothing to wait for any more.
      await forEachSafely("integration.credential_left", [id], (integrationId) =>
        services.integrations.resume({ orgId, integrationId }, left, null, change.version),
      );
    }
    return { before: current, record: await findIntegration(services, orgId, id) };
  });
}

async function currentKinds(
  services: ConfigurationServices,
  orgId: string,
  id: string,
): Promise<readonly SecretKind[]> {
  const secrets = await services.repositories.secrets.list(orgId, id);
  return secrets.filter(({ expiresAt }) => expiresAt === null).map(({ kind }) => kind);
}
