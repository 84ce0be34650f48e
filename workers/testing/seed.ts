import { ALL_PERMISSIONS, type Permission } from "#domain/access/permissions";
import type { IntegrationRecord, OrganizationChanges } from "#domain/configuration-ports";
import type { IntegrationInput } from "#domain/tenancy/integration-draft";
import { putLookupRows } from "#services/change-lookup-rows";
import { composeServices, type Services } from "#services/composition";
import { createApiKey } from "#services/create-api-key";
import { createIntegration as createThroughService } from "#services/create-integration";
import { createLookupTable } from "#services/manage-lookup-table";
import { createOrganization } from "#services/manage-organization";

/** What tests start from, made by the services themselves: a builder with SQL of its own would test its own SQL. */

export interface SeededOrganization {
  readonly orgId: string;
  readonly apiKey: string;
}

export async function seedOrganization(
  env: Env,
  settings: OrganizationChanges = {},
): Promise<SeededOrganization> {
  const services = composeServices(env);
  const organization = await createOrganization(services, { name: "Test", ...settings });
  return { orgId: organization.id, apiKey: await seedApiKey(env, organization.id) };
}

/** A key with exactly these scopes. */
export async function seedApiKey(
  env: Env,
  orgId: string,
  scopes: readonly Permission[] = ALL_PERMISSIONS,
  expiresAt: number | null = null,
): Promise<string> {
  const maker = { id: "operator", permissions: new Set(ALL_PERMISSIONS) };
  const request = { name: "test", scopes, expiresAt };
  return (await createApiKey(composeServices(env), orgId, request, maker)).key;
}

export interface SeededIntegration {
  readonly id: string;
  readonly record: IntegrationRecord;
  /** `whsec_…`, or `whsk_…` for an Ed25519 secret: what a test needs to verify or to sign. */
  readonly signingSecret: string;
}

/** Takes every event type and points nowhere, unless told otherwise. */
export async function createIntegration(
  env: Env,
  orgId: string,
  input: IntegrationInput = {},
  secretKind: "hmac" | "ed25519" = "hmac",
): Promise<SeededIntegration> {
  const services = composeServices(env);
  const complete = { name: "Test", eventTypes: ["*"], url: "http://127.0.0.1:9/", ...input };
  const { record, secret } = await createThroughService(services, orgId, complete, {
    kind: secretKind,
    value: undefined,
  });
  return { id: record.id, record, signingSecret: secret.value };
}

/** A lookup table with one row, of the marker. */
export async function makeLookupTable(services: Services, orgId: string, marker: string): Promise<string> {
  const name = `t${marker}_${crypto.randomUUID().slice(0, 8)}`;
  await createLookupTable(services, orgId, name, { description: marker });
  await putLookupRows(
    services,
    orgId,
    name,
    "api_key:key_seed",
    [{ key: marker, json: JSON.stringify(marker) }],
    () => "",
  );
  return name;
}
