import type { Credential } from "./credential-queries.ts";

type Seen = Pick<Credential, "status" | "expiresAt" | "updatedAt" | "refusal">;

/** Has the person come back from the provider? One that was ready before is so anew when its token is another. */
export function isConnected(before: Seen, now: Seen): boolean {
  if (now.status !== "ready") return false;
  return (
    before.status !== "ready" || now.expiresAt !== before.expiresAt || now.updatedAt !== before.updatedAt
  );
}

/** The person came back without the provider's consent; null when that was before, or not at all. */
export function refusedSince(before: Seen, now: Seen): Credential["refusal"] {
  return now.refusal !== null && now.refusal.at !== before.refusal?.at ? now.refusal : null;
}
