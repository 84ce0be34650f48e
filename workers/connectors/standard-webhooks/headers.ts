import type { InboundRequest } from "#domain/ingress/connector";

const NAMES = ["id", "timestamp", "signature"] as const;
export type Family = "webhook" | "svix";

/**
 * `webhook-*` unless none of those is there and `svix-*` is. The families are never mixed: a signature of one with the
 * id of the other is not what the sender signed.
 */
export function familyOf(request: InboundRequest): Family {
  const has = (family: Family): boolean => NAMES.some((name) => request.headers.has(`${family}-${name}`));
  return !has("webhook") && has("svix") ? "svix" : "webhook";
}
