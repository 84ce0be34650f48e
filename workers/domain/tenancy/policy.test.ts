import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hostRuleFault } from "./host-rules.ts";
import {
  type EffectivePolicy,
  inherit,
  inheritAtTop,
  inheritedMembers,
  LOOSEST,
  looserThan,
  type OwnPolicy,
} from "./policy.ts";

const allowsHost = (policy: EffectivePolicy, host: string) => hostRuleFault(host, "https:", policy) === null;

const HOSTS = ["a.com", "x.a.com", "y.x.a.com", "b.org", "z.b.org"];
const PATTERNS = [...HOSTS, "*.a.com", "*.x.a.com", "*.b.org", "*.com", "*.org"];
const REGIONS = ["us-east", "us-west", "eu", "apac"];

const wish = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const ownPolicy: fc.Arbitrary<OwnPolicy> = fc.record(
  {
    retentionDays: wish(fc.integer({ min: 1, max: 3_650 })),
    catalogueMode: wish(fc.constantFrom("open", "strict")),
    httpsOnly: wish(fc.boolean()),
    allowedHosts: wish(fc.subarray(PATTERNS)),
    deniedHosts: wish(fc.subarray(PATTERNS)),
    residency: wish(fc.subarray(REGIONS)),
    auditRetentionDays: wish(fc.integer({ min: 1, max: 3_650 })),
  },
  { requiredKeys: [] },
);
const path = fc.array(ownPolicy, { minLength: 1, maxLength: 8 });

/** The effective policy of every level of a path, the topmost first. */
function along(owns: readonly OwnPolicy[], above: EffectivePolicy = LOOSEST): EffectivePolicy[] {
  const levels: EffectivePolicy[] = [];
  for (const own of owns) levels.push(inherit(levels.at(-1) ?? above, own));
  return levels;
}

/** Judged by what it permits, not by how it is written. */
function permitsNoMore(lower: EffectivePolicy, upper: EffectivePolicy): void {
  expect(lower.retentionDays).toBeLessThanOrEqual(upper.retentionDays);
  expect(lower.auditRetentionDays).toBeGreaterThanOrEqual(upper.auditRetentionDays);
  if (upper.catalogueMode === "strict") expect(lower.catalogueMode).toBe("strict");
  if (upper.httpsOnly) expect(lower.httpsOnly).toBe(true);
  for (const host of HOSTS) if (!allowsHost(upper, host)) expect(allowsHost(lower, host)).toBe(false);
  for (const region of REGIONS) {
    if (upper.residency?.includes(region) === false) expect(lower.residency).not.toContain(region);
  }
}

describe("an inherited policy", () => {
  it("is never looser than that of any ancestor, whatever the organizations in between ask for", () => {
    fc.assert(
      fc.property(path, (owns) => {
        const levels = along(owns);
        levels.forEach((lower, depth) => {
          for (const upper of levels.slice(0, depth)) permitsNoMore(lower, upper);
        });
      }),
    );
  });

  it("permits no more than each organization itself demands", () => {
    fc.assert(
      fc.property(path, (owns) => {
        const last = along(owns).at(-1) ?? LOOSEST;
        for (const own of owns) permitsNoMore(last, inherit(LOOSEST, own));
      }),
    );
  });

  it("permits exactly the hosts that every level permits", () => {
    fc.assert(
      fc.property(path, fc.constantFrom(...HOSTS), (owns, host) => {
        const last = along(owns).at(-1) ?? LOOSEST;
        expect(allowsHost(last, host)).toBe(owns.every((own) => allowsHost(inherit(LOOSEST, own), host)));
      }),
    );
  });

  it("is the same whether a path is walked step by step or its lower part is put together first", () => {
    fc.assert(
      fc.property(ownPolicy, ownPolicy, ownPolicy, (a, b, c) => {
        const stepwise = along([a, b, c]).at(-1);
        const lower = along([b, c]).at(-1) ?? LOOSEST;
        expect(inherit(inherit(LOOSEST, a), lower)).toEqual(stepwise);
      }),
    );
  });

  it("does not change by being inherited again", () => {
    fc.assert(
      fc.property(path, (owns) => {
        const last = along(owns).at(-1) ?? LOOSEST;
        expect(inherit(last, {})).toEqual(last);
        expect(inherit(last, last)).toEqual(last);
      }),
    );
  });
});

describe("asking for something looser", () => {
  it("is found exactly where the wish would not hold", () => {
    fc.assert(
      fc.property(ownPolicy, ownPolicy, (above, own) => {
        const parent = inherit(LOOSEST, above);
        const effective = inherit(parent, own);
        const found = looserThan(parent, own).map(({ pointer }) => pointer.split("/")[1]);
        const holds = {
          retentionDays: own.retentionDays == null || own.retentionDays === effective.retentionDays,
          catalogueMode: own.catalogueMode == null || own.catalogueMode === effective.catalogueMode,
          httpsOnly: own.httpsOnly == null || own.httpsOnly === effective.httpsOnly,
          auditRetentionDays:
            own.auditRetentionDays == null || own.auditRetentionDays === effective.auditRetentionDays,
          residency:
            own.residency == null || own.residency.every((one) => effective.residency?.includes(one)),
        };
        for (const [member, ok] of Object.entries(holds)) {
          expect([member, found.includes(member)]).toEqual([member, !ok]);
        }
        if (looserThan(parent, own).length === 0 && own.allowedHosts != null) {
          const wished = inherit(LOOSEST, { allowedHosts: own.allowedHosts });
          expect(effective.allowedHosts).toEqual(wished.allowedHosts);
        }
      }),
    );
  });

  it("points at the host and at the region that is too much", () => {
    const parent = inherit(LOOSEST, { allowedHosts: ["*.example.com"], residency: ["eu"] });
    const own = { allowedHosts: ["api.example.com", "example.com", "*.com"], residency: ["eu", "apac"] };
    expect(looserThan(parent, own).map(({ pointer }) => pointer)).toEqual([
      "/allowedHosts/1",
      "/allowedHosts/2",
      "/residency/1",
    ]);
  });
});

describe("a top organization", () => {
  it("keeps thirty days unless it says otherwise, and may keep more", () => {
    expect(inheritAtTop({})).toMatchObject({ retentionDays: 30, auditRetentionDays: 365 });
    expect(inheritAtTop({ retentionDays: 90, auditRetentionDays: 30 })).toMatchObject({
      retentionDays: 90,
      auditRetentionDays: 30,
    });
  });

  it("inherits nothing, so nothing is called inherited", () => {
    const own = { retentionDays: 7 };
    expect(Object.values(inheritedMembers(own, inheritAtTop(own), false))).not.toContain(true);
    const parent = inheritAtTop({ httpsOnly: true });
    expect(inheritedMembers(own, inherit(parent, own), true)).toMatchObject({
      retentionDays: false,
      httpsOnly: true,
    });
  });
});
