import type { TargetTokens, TokenAvailability } from "#domain/credentials/ports";
import type { AccessToken, CredentialIdentity } from "#domain/credentials/target-credential";
import { hasExpired, isNearExpiry, type TokenLifetime } from "#domain/credentials/token-lifetime";
import type { SealedTokens, TokenFailure } from "#domain/credentials/token-state";
import type { TokenServices } from "./credential-services.ts";
import { fetchTokens, LEASE_MS } from "./fetch-tokens.ts";

/** Opened tokens that an isolate remembers: the usual attempt asks nobody. */
const MAX_REMEMBERED = 1_000;
/** Somebody else's tokens may come in between; more often than this is no coincidence. */
const MAX_ROUNDS = 3;

interface Remembered extends TokenLifetime {
  readonly token: AccessToken;
  /** A person has changed the credential since: what was fetched for it before may be somebody else's. */
  readonly revision: number;
}

/**
 * Access tokens for deliveries. Values are remembered, never promises: a promise of one invocation must not be waited for
 * in another. That only one of them asks the provider is the CredentialObject's work.
 */
export function createTargetTokens(services: TokenServices): TargetTokens {
  const remembered = new Map<string, Remembered>();

  async function keep(
    identity: CredentialIdentity,
    version: number,
    tokens: SealedTokens,
  ): Promise<TokenAvailability> {
    const { accessToken } = await services.tokenSeal.open(identity, tokens.sealed);
    const { obtainedAt, expiresAt } = tokens;
    const token: AccessToken = { token: accessToken, version, expiresAt };
    const key = keyOf(identity);
    remembered.delete(key);
    remembered.set(key, { token, obtainedAt, expiresAt, revision: identity.revision });
    if (remembered.size > MAX_REMEMBERED) remembered.delete(remembered.keys().next().value ?? "");
    return { kind: "token", token };
  }

  /** Null: others were faster, so look again. */
  async function once(
    identity: CredentialIdentity,
    refused: AccessToken | null,
  ): Promise<TokenAvailability | null> {
    const because = refused === null ? "needed" : "refused_by_target";
    const ask = { newerThan: refused?.version ?? null, because, leaseMs: LEASE_MS } as const;
    const answer = await services.tokenStore.acquire(identity, ask);
    switch (answer.kind) {
      case "tokens":
        return keep(identity, answer.version, answer.tokens);
      case "blocked":
        remembered.delete(keyOf(identity));
        return { kind: "needs_authorization", detail: answer.detail, changes: answer.changes };
      case "failed":
        return unavailable(answer.failure);
      case "fetch": {
        const fetched = await fetchTokens(services, identity, answer);
        switch (fetched.kind) {
          case "tokens":
            return keep(identity, fetched.version, fetched.tokens);
          case "overtaken":
            return null;
          case "refused":
          case "transient": {
            // Asked ahead of time: what there is still serves.
            const { tokens: present, version } = answer;
            if (refused === null && present !== null && !hasExpired(present, services.now())) {
              return keep(identity, version, present);
            }
            if (fetched.kind === "transient") return unavailable(fetched);
            return { kind: "needs_authorization", detail: fetched.detail, changes: fetched.changes };
          }
        }
      }
    }
  }

  return {
    async get(identity, refused) {
      const known = remembered.get(keyOf(identity));
      if (known !== undefined && isGood(known, identity, refused, services.now())) {
        return { kind: "token", token: known.token };
      }
      try {
        for (let round = 0; round < MAX_ROUNDS; round++) {
          const got = await once(identity, refused);
          if (got !== null) return got;
        }
        return ownFault("the credential is being changed by somebody else right now");
      } catch (error) {
        // One credential that cannot be asked for must not fail the whole run: it would send everything else twice.
        const { orgId, credentialId } = identity;
        console.error(
          JSON.stringify({ event: "credential.get_failed", orgId, credentialId, error: String(error) }),
        );
        return ownFault("the gateway could not look it up");
      }
    },
  };
}

function isGood(
  known: Remembered,
  { revision }: CredentialIdentity,
  refused: AccessToken | null,
  now: number,
): boolean {
  if (known.revision !== revision || isNearExpiry(known, now)) return false;
  return refused === null || known.token.version > refused.version;
}

function ownFault(detail: string): TokenAvailability {
  return unavailable({ category: "SERVER_ERROR", detail, retryAt: null });
}

function unavailable({ category, detail, retryAt }: TokenFailure): TokenAvailability {
  return { kind: "failed", result: { kind: "token_unavailable", category, message: detail, retryAt } };
}

function keyOf({ orgId, credentialId }: CredentialIdentity): string {
  return `${orgId}:${credentialId}`;
}
