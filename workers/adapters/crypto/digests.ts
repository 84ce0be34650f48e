import { createHash } from "node:crypto";
import { deliveryId } from "#domain/ids";

/** Synchronous on purpose: these run per event, and `crypto.subtle` would cost a turn of the event loop each. */

export function computeDeliveryId(
  orgId: string,
  eventId: string,
  integrationId: string,
  acceptedAt: number,
): string {
  const digest = createHash("sha256").update(`${orgId}\n${eventId}\n${integrationId}`).digest();
  return deliveryId(acceptedAt, digest);
}

/** Two bodies with this fingerprint are taken for the same body. */
export function fingerprint(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 22);
}

/** In lower-case hexadecimal: what the audit log's hash chain is made of. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** API keys have 256 random bits, so a plain hash is enough: there is nothing to guess. */
export function hashApiKey(key: string): string {
  return createHash("sha256").update(key).digest("base64url");
}
