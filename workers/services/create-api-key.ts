import { missingPermissions } from "#domain/access/decide-access";
import type { Permission } from "#domain/access/permissions";
import type { ApiKeyRecord } from "#domain/configuration-ports";
import { Problem } from "#domain/problem";
import { apiKeyHint } from "#domain/tenancy/api-key";
import { expiryProblem } from "#domain/tenancy/api-key-lifetime";
import type { ConfigurationServices, MadeApiKey } from "./configuration-services.ts";
import { refuseMissing } from "./refuse-missing.ts";

export interface ApiKeyRequest {
  readonly name: string;
  /** Undefined: everything that its maker holds. */
  readonly scopes: readonly Permission[] | undefined;
  readonly expiresAt: number | null;
}

/** Who makes a key, and what they hold in its organization. */
export interface KeyMaker {
  readonly id: string;
  readonly permissions: ReadonlySet<Permission>;
}

export interface CreatedApiKey {
  readonly record: ApiKeyRecord;
  readonly key: string;
}

/** The key is in the answer and nowhere else: only its hash is stored. */
export async function createApiKey(
  services: ConfigurationServices,
  orgId: string,
  { name, scopes, expiresAt }: ApiKeyRequest,
  maker: KeyMaker,
): Promise<CreatedApiKey> {
  const wanted = [...new Set(scopes ?? maker.permissions)];
  refuseMissing(
    missingPermissions(maker.permissions, wanted),
    "A key may do what its maker may. Leave out, or ask for",
  );
  checkExpiry(expiresAt, services.now());
  const made = services.makeApiKey();
  const record = newRecord(services, { name, scopes: wanted, expiresAt, createdBy: maker.id }, made);
  if (!(await services.repositories.apiKeys.insert(orgId, record, made.hash))) {
    throw new Problem("conflict", "The organization has as many API keys as it may have. Revoke one first.");
  }
  return { record, key: made.key };
}

/** @throws Problem 422 */
export function checkExpiry(expiresAt: number | null, now: number): void {
  const message = expiryProblem(expiresAt, now);
  if (message === null) return;
  throw new Problem("invalid_body", "The key cannot expire then; see errors.", [
    { pointer: "/expiresAt", message },
  ]);
}

export function newRecord(
  services: ConfigurationServices,
  given: Pick<ApiKeyRecord, "name" | "scopes" | "expiresAt" | "createdBy">,
  { key }: MadeApiKey,
): ApiKeyRecord {
  return {
    ...given,
    id: services.createId("key"),
    hint: apiKeyHint(key),
    createdAt: services.now(),
    revokedAt: null,
    lastUsedAt: null,
    replacedBy: null,
  };
}
