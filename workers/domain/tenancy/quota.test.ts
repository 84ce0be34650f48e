import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deriveTree, type TreeNode } from "./organization-tree.ts";
import {
  exceedingQuota,
  LIMITLESS,
  msUntilNextDay,
  narrowQuota,
  type Quota,
  shardAllowance,
  utcDay,
} from "./quota.ts";

const limit = fc.option(fc.integer({ min: 0, max: 10_000 }), { nil: null });
const rate = fc.option(
  fc.record({ ratePerSecond: fc.integer({ min: 1, max: 999 }), burst: fc.integer({ min: 1, max: 999 }) }),
  { nil: null },
);
const quota: fc.Arbitrary<Quota> = fc.record({
  eventsPerDay: limit,
  integrations: limit,
  storageBytes: limit,
  rateLimits: fc.record({ perKey: rate, perUser: rate, perOrganization: rate }),
});

describe("a quota", () => {
  it("never exceeds any above it, however deep the tree is", () => {
    fc.assert(
      fc.property(fc.array(quota, { minLength: 1, maxLength: 8 }), (wishes) => {
        const nodes = wishes.map((quotaSet, depth): TreeNode => {
          const ids = Array.from({ length: depth + 1 }, (_, index) => `org_${index}`);
          return {
            id: `org_${depth}`,
            parentId: depth === 0 ? null : `org_${depth - 1}`,
            path: ids.join("/"),
            own: {},
            quotaSet,
          };
        });
        // Rows come in any order.
        const derived = deriveTree([...nodes].reverse());
        nodes.forEach((node, depth) => {
          for (const upper of nodes.slice(0, depth)) {
            const above = derived.get(upper.id)?.quota ?? LIMITLESS;
            const below = derived.get(node.id)?.quota ?? LIMITLESS;
            expect(exceedingQuota(above, below)).toEqual([]);
            expect(narrowQuota(above, below)).toEqual(below);
          }
        });
      }),
    );
  });

  it("says which wish is more than there is above", () => {
    const parent = {
      ...LIMITLESS,
      eventsPerDay: 100,
      rateLimits: { ...LIMITLESS.rateLimits, perKey: { ratePerSecond: 5, burst: 10 } },
    };
    const wish = {
      ...LIMITLESS,
      eventsPerDay: 101,
      rateLimits: { ...LIMITLESS.rateLimits, perKey: { ratePerSecond: 6, burst: 10 } },
    };
    expect(exceedingQuota(parent, wish).map(({ pointer }) => pointer)).toEqual([
      "/eventsPerDay",
      "/rateLimits/perKey/ratePerSecond",
    ]);
    expect(exceedingQuota(parent, LIMITLESS)).toEqual([]);
  });

  it("is divided over the shards without losing or adding an event", () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.integer({ min: 1, max: 32 }), (events, shards) => {
        const shares = Array.from(
          { length: shards },
          (_, shard) => shardAllowance(events, shards, shard) ?? 0,
        );
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(events);
        expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
      }),
    );
    expect(shardAllowance(null, 4, 0)).toBeNull();
  });

  it("begins anew at midnight UTC, and whoever waited as long as was said arrives after it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (now) => {
        const waitMs = msUntilNextDay(now);
        expect(utcDay(now + waitMs)).toBe(utcDay(now) + 1);
        expect(utcDay(now + waitMs - 1)).toBe(utcDay(now));
      }),
    );
  });
});
