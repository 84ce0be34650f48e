import type { CredentialIdentity } from "#domain/credentials/target-credential";
import type { CredentialServices } from "./credential-services.ts";
import { fetchTokens, LEASE_MS } from "./fetch-tokens.ts";
import { forEachSafely } from "./for-each-safely.ts";

/** Whatever comes of a renewal, it is not tried again sooner: one that never works must not keep the others waiting. */
const RENEW_AGAIN_MS = 15 * 60_000;
/** Token calls that one minute may make. */
const RENEWALS_PER_TICK = 20;
const EXPIRED_PER_TICK = 500;

/**
 * Fetch new tokens for authorized credentials that nobody has used for long: a refresh token that nobody uses ends, and a
 * person would have to connect the credential again. And forget the authorizations that were begun and never finished.
 */
export async function renewCredentials(services: CredentialServices): Promise<void> {
  const now = services.now();
  const due = await services.credentials.claimRenewable(now, now + RENEW_AGAIN_MS, RENEWALS_PER_TICK);
  await forEachSafely("credential.renew", due, (identity) => renew(services, identity));
  await services.authorizations.removeExpired(now, EXPIRED_PER_TICK);
}

async function renew(services: CredentialServices, identity: CredentialIdentity): Promise<void> {
  const newerThan = await services.tokenStore.version(identity);
  const ask = { newerThan, because: "needed", leaseMs: LEASE_MS } as const;
  const answer = await services.tokenStore.acquire(identity, ask);
  if (answer.kind === "fetch") await fetchTokens(services, identity, answer);
}
