import { isOAuth } from "#domain/credentials/credential";
import type { CredentialIdentity } from "#domain/credentials/target-credential";
import type { CredentialServices } from "./credential-services.ts";
import { fetchTokens, LEASE_MS } from "./fetch-tokens.ts";
import { findCredential } from "./find-credential.ts";
import { resumeHeld } from "./resume-held.ts";

export interface CredentialTest {
  readonly outcome: "token_received" | "nothing_to_fetch" | "refused" | "unavailable";
  readonly detail: string;
  readonly expiresAt: number | null;
  readonly durationMs: number;
}

/**
 * Ask the provider for a token right now, also for a credential that it refused before: somebody may have mended it on the
 * other side. When that works, what was held goes out. The token itself is nobody's to see.
 */
export async function testCredential(
  services: CredentialServices,
  orgId: string,
  id: string,
): Promise<CredentialTest> {
  const { settings, updatedAt } = await findCredential(services, orgId, id);
  if (!isOAuth(settings)) {
    const detail = "It is sent as it is saved. Test an integration that uses it to see what its target says.";
    return { outcome: "nothing_to_fetch", detail, expiresAt: null, durationMs: 0 };
  }
  const from = services.now();
  const identity: CredentialIdentity = { orgId, credentialId: id, revision: updatedAt };
  const result = await fetchNow(services, identity);
  if (result.outcome === "token_received") await resume(services, identity);
  return { ...result, durationMs: services.now() - from };
}

async function fetchNow(
  services: CredentialServices,
  identity: CredentialIdentity,
): Promise<Omit<CredentialTest, "durationMs">> {
  const newerThan = await services.tokenStore.version(identity);
  const ask = { newerThan, because: "person_asks", leaseMs: LEASE_MS } as const;
  const answer = await services.tokenStore.acquire(identity, ask);
  const fetched = answer.kind === "fetch" ? await fetchTokens(services, identity, answer) : answer;
  switch (fetched.kind) {
    case "tokens":
      return {
        outcome: "token_received",
        detail: "The provider gave a token.",
        expiresAt: fetched.tokens.expiresAt,
      };
    case "refused":
    case "blocked":
      return { outcome: "refused", detail: fetched.detail, expiresAt: null };
    case "transient":
      return { outcome: "unavailable", detail: fetched.detail, expiresAt: null };
    case "failed":
      return { outcome: "unavailable", detail: fetched.failure.detail, expiresAt: null };
    case "overtaken":
      return {
        outcome: "unavailable",
        detail: "Somebody else changed it meanwhile. Ask again.",
        expiresAt: null,
      };
  }
}

async function resume(services: CredentialServices, identity: CredentialIdentity): Promise<void> {
  const changes = await services.tokenStore.unblock(identity);
  const config = await services.configurations.load(identity.orgId, 0);
  await resumeHeld(services, identity, changes, config?.version ?? 0);
}
