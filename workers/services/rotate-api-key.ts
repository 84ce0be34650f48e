import { missingPermissions } from "#domain/access/decide-access";
import type { ApiKeyRecord } from "#domain/configuration-ports";
import { Problem } from "#domain/problem";
import { decideRotation } from "#domain/tenancy/api-key-lifetime";
import type { ConfigurationServices } from "./configuration-services.ts";
import { type CreatedApiKey, checkExpiry, type KeyMaker, newRecord } from "./create-api-key.ts";
import { findApiKey } from "./find-api-key.ts";
import { refuseMissing } from "./refuse-missing.ts";

export interface RotationRequest {
  readonly overlapMs: number;
  /** Undefined: the new key lives as long as the old one was made to live. */
  readonly expiresAt: number | null | undefined;
}

export interface RotatedApiKey extends CreatedApiKey {
  /** The old one as it was, and as it is now. */
  readonly before: ApiKeyRecord;
  readonly replaced: ApiKeyRecord;
}

/**
 * A new key with the old one's name and scopes; the old one works on for the overlap. Whoever rotates holds the new key
 * in hand, so it is no wider than they are: else rotating a wide key would be a way to get one.
 */
export async function rotateApiKey(
  services: ConfigurationServices,
  orgId: string,
  id: string,
  { overlapMs, expiresAt: wished }: RotationRequest,
  maker: KeyMaker,
): Promise<RotatedApiKey> {
  const old = await findApiKey(services, orgId, id);
  refuseMissing(
    missingPermissions(maker.permissions, old.scopes),
    "This key may do more than you, so its successor is not for you to make. You lack",
  );
  const now = services.now();
  const decision = decideRotation(old, overlapMs, wished, now);
  if (decision.kind === "refused")
    throw new Problem("conflict", `${id} cannot be rotated. ${decision.reason}`);
  checkExpiry(decision.newExpiresAt, now);
  const made = services.makeApiKey();
  const { name, scopes } = old;
  const record = newRecord(
    services,
    { name, scopes, expiresAt: decision.newExpiresAt, createdBy: maker.id },
    made,
  );
  const ended = { id, expiresAt: decision.oldExpiresAt };
  if (!(await services.repositories.apiKeys.replace(orgId, ended, record, made.hash))) {
    throw new Problem("conflict", `${id} was revoked or rotated meanwhile. Read it again.`);
  }
  // This isolate remembers when the old key was to end before.
  services.forgetApiKeys();
  return {
    record,
    key: made.key,
    before: old,
    replaced: { ...old, expiresAt: decision.oldExpiresAt, replacedBy: record.id },
  };
}
