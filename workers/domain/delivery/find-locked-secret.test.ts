import { describe, expect, it } from "vitest";
import type { StoredSigningSecret } from "../signing/signing-config.ts";
import type { Integration } from "../tenancy/organization-config.ts";
import { findLockedSecret } from "./find-locked-secret.ts";

const NOW = 1_790_000_000_000;
const locked: StoredSigningSecret = { id: "sec_1", kind: "hmac", value: null, expiresAt: null };

function look(
  change: Partial<Pick<Integration, "secrets" | "lockedHeaders" | "credential">>,
  mode: "standard" | "none" = "standard",
) {
  const settings = { signing: { mode } } as Integration["settings"];
  return findLockedSecret({ settings, secrets: [], lockedHeaders: [], credential: null, ...change }, NOW);
}

describe("a request", () => {
  it("goes out when it has all that it needs", () => {
    expect(look({ secrets: [{ ...locked, value: "whsec_a" }] })).toBeNull();
  });

  it("does not go out without a header, or without a signature, that it should have", () => {
    expect(look({ lockedHeaders: ["X-Key"] })).toBe("the stored value of the header X-Key cannot be opened");
    const identity = { orgId: "org_1", credentialId: "cred_1", revision: 1 };
    expect(look({ credential: { kind: "locked", identity } })).toContain(
      "credential cred_1 cannot be opened",
    );
    expect(look({ secrets: [locked] })).toBe("the signing secret sec_1 cannot be opened");
  });

  it("does not go out while a secret cannot sign that some receivers still verify with", () => {
    const current: StoredSigningSecret = { ...locked, id: "sec_2", value: "whsec_a" };
    expect(look({ secrets: [current, { ...locked, expiresAt: NOW + 1 }] })).toContain("sec_1");
    expect(look({ secrets: [current, { ...locked, expiresAt: NOW }] })).toBeNull();
  });

  it("needs no secret when nothing is signed", () => {
    expect(look({ secrets: [locked] }, "none")).toBeNull();
  });
});
