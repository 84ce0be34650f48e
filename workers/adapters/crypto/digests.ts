import { hash } from "node:crypto";
import { deliveryId } from "#domain/ids";

/** Synchronous on purpose: these run per event, and `crypto.subtle` would cost a turn of the event loop each. */

export function computeDeliveryId(
  orgId: string,
  eventId: string,
  integrationId: string,
  acceptedAt: number,
): string {
  const digest = hash("sha256", `${orgId}\n${eventId}\n${integrationId}`, "buffer");
  return deliveryId(acceptedAt, digest);
}

/** Two bodies with this fingerprint are taken for the same body. */
export function fingerprint(text: string): string {
  return hash("sha256", text, "base64url").slice(0, 22);
}

/** In lower-case hexadecimal: what the audit log's hash chain is made of. */
export function sha256(text: string): string {
  return hash("sha256", text, "hex");
}

/** In base64url: what provider ids that are no event ids are told by. */
export function digest(text: string): string {
  return hash("sha256", text, "base64url");
}

/** API keys have 256 random bits, so a plain hash is enough: there is nothing to guess. */
export function hashApiKey(key: string): string {
  return hash("sha256", key, "base64url");
}
