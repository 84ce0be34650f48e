import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  activeSecrets,
  MAX_OVERLAP_MS,
  MAX_SECRETS,
  type RotationResult,
  retire,
  rotate,
} from "./secret-rotation.ts";
import type { SigningSecret, StoredSigningSecret } from "./signing-config.ts";

const NOW = 1_790_000_000_000;
const HOUR_MS = 3_600_000;

function hmac(id: string, expiresAt: number | null = null): SigningSecret {
  return { id, kind: "hmac", value: `whsec_${id}`, expiresAt };
}
function fresh(id: string): Omit<SigningSecret, "expiresAt"> {
  return { id, kind: "hmac", value: `whsec_${id}` };
}
function taken(result: RotationResult): readonly StoredSigningSecret[] {
  if (!result.ok) throw new Error(`refused: ${result.reason}`);
  return result.secrets;
}
const ids = (secrets: readonly StoredSigningSecret[]) => secrets.map((secret) => secret.id);

describe("a secret that cannot be opened", () => {
  const locked: StoredSigningSecret = { ...hmac("locked"), value: null };

  test("goes with the rotation that replaces it: during the overlap it would only hold deliveries up", () => {
    expect(ids(taken(rotate([locked], fresh("new"), HOUR_MS, NOW)))).toEqual(["new"]);
  });

  test("of the other kind stays, and can be retired by itself", () => {
    const other: StoredSigningSecret = { ...locked, kind: "ed25519" };
    const secrets = taken(rotate([other], fresh("new"), HOUR_MS, NOW));
    expect(ids(secrets)).toEqual(["new", "locked"]);
    expect(ids(taken(retire(secrets, "locked", 0, NOW)))).toEqual(["new"]);
  });
});

describe("activeSecrets", () => {
  test("puts the current secret first even when the list was stored in another order", () => {
    expect(ids(activeSecrets([hmac("old", NOW + 1), hmac("current")], NOW))).toEqual(["current", "old"]);
  });

  test("a secret signs until the last millisecond before it expires, and not at that moment", () => {
    expect(ids(activeSecrets([hmac("old", NOW)], NOW - 1))).toEqual(["old"]);
    expect(activeSecrets([hmac("old", NOW)], NOW)).toEqual([]);
  });

  test("never more than ten", () => {
    const many = Array.from({ length: 15 }, (_, i) => hmac(`s${i}`, NOW + 1));
    expect(ids(activeSecrets([...many, hmac("current")], NOW))).toEqual([
      "current",
      ...ids(many).slice(0, 9),
    ]);
  });
});

describe("rotate", () => {
  test("both sign during the overlap, and only the new one afterwards", () => {
    const secrets = taken(rotate([hmac("a")], fresh("b"), HOUR_MS, NOW));
    expect(ids(activeSecrets(secrets, NOW + HOUR_MS - 1))).toEqual(["b", "a"]);
    expect(ids(activeSecrets(secrets, NOW + HOUR_MS))).toEqual(["b"]);
  });

  test("zero overlap drops the leaked secret at once", () => {
    expect(ids(taken(rotate([hmac("a")], fresh("b"), 0, NOW)))).toEqual(["b"]);
  });

  test("an earlier overlap keeps its own end", () => {
    const secrets = taken(rotate([hmac("b"), hmac("a", NOW + 5)], fresh("c"), HOUR_MS, NOW));
    expect(secrets).toEqual([hmac("c"), hmac("b", NOW + HOUR_MS), hmac("a", NOW + 5)]);
  });

  test("the eleventh secret pushes the oldest out", () => {
    let secrets: readonly StoredSigningSecret[] = [hmac("s0")];
    for (let i = 1; i <= 12; i += 1) secrets = taken(rotate(secrets, fresh(`s${i}`), HOUR_MS, NOW + i));
    expect(ids(secrets)).toEqual(["s12", "s11", "s10", "s9", "s8", "s7", "s6", "s5", "s4", "s3"]);
  });

  test.each([-1, MAX_OVERLAP_MS + 1, Number.NaN, Number.POSITIVE_INFINITY])(
    "an overlap of %d ms is refused",
    (overlap) => {
      expect(rotate([hmac("a")], fresh("b"), overlap, NOW)).toMatchObject({
        ok: false,
        reason: "overlap_out_of_range",
      });
    },
  );

  test("seven days exactly are allowed", () => {
    expect(rotate([hmac("a")], fresh("b"), MAX_OVERLAP_MS, NOW).ok).toBe(true);
  });

  test("rotating to the secret that is already current is refused", () => {
    const same = { ...fresh("other"), value: hmac("a").value };
    expect(rotate([hmac("a")], same, 0, NOW)).toMatchObject({ ok: false, reason: "already_current" });
  });

  test("rolling back to a secret that still overlaps lists it once, as the current one", () => {
    const forward = taken(rotate([hmac("a")], fresh("b"), HOUR_MS, NOW));
    expect(taken(rotate(forward, fresh("a"), HOUR_MS, NOW))).toEqual([hmac("a"), hmac("b", NOW + HOUR_MS)]);
  });

  test("an id that is in use is refused", () => {
    const other = { ...fresh("a"), value: "whsec_other" };
    expect(rotate([hmac("a")], other, 0, NOW)).toMatchObject({ ok: false, reason: "id_taken" });
  });

  test("rotating the HMAC secret leaves the Ed25519 key current", () => {
    const ed: SigningSecret = { id: "ed", kind: "ed25519", value: "whsk_x", expiresAt: null };
    expect(taken(rotate([hmac("a"), ed], fresh("b"), 0, NOW))).toEqual([hmac("b"), ed]);
  });

  test("whatever the history, there is exactly one current secret and never more than ten", () => {
    const step = fc.record({
      id: fc.nat(30),
      overlap: fc.nat(MAX_OVERLAP_MS),
      pause: fc.nat(2 * MAX_OVERLAP_MS),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => {
        let secrets: readonly StoredSigningSecret[] = [hmac("first")];
        let now = NOW;
        for (const { id, overlap, pause } of steps) {
          const result = rotate(secrets, fresh(`s${id}`), overlap, now);
          if (result.ok) secrets = result.secrets;
          now += pause;
          expect(secrets.filter((secret) => secret.expiresAt === null)).toHaveLength(1);
          expect(secrets.length).toBeLessThanOrEqual(MAX_SECRETS);
          expect(new Set(secrets.map((secret) => secret.value)).size).toBe(secrets.length);
        }
      }),
    );
  });
});

describe("retire", () => {
  test("the last current secret cannot be retired", () => {
    expect(retire([hmac("a"), hmac("b", NOW + 1)], "a", 0, NOW)).toMatchObject({
      ok: false,
      reason: "last_secret",
    });
  });

  test("an overlap can be cut short but not prolonged", () => {
    const secrets = [hmac("b"), hmac("a", NOW + HOUR_MS)];
    expect(taken(retire(secrets, "a", 0, NOW))).toEqual([hmac("b")]);
    expect(taken(retire(secrets, "a", 2 * HOUR_MS, NOW))).toEqual(secrets);
  });

  test("an unknown id is refused", () => {
    expect(retire([hmac("a")], "zzz", 0, NOW)).toMatchObject({ ok: false, reason: "unknown_secret" });
  });
});
