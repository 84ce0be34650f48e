import { describe, expect, it } from "vitest";
import type { Principal } from "#domain/access/principal";
import { readRateLimits } from "#domain/tenancy/rate-limits";
import { type RateLimiter, type TakeRequest, takeFromBuckets } from "#domain/tenancy/take-from-buckets";
import type { BucketState } from "#domain/tenancy/token-bucket";
import { buildConfig } from "#testing/delivery-fakes";
import { createCallLimits } from "./limit-calls.ts";

const KEY: Principal = { kind: "api_key", id: "key_1", name: "k", homeOrgId: "org_1", grants: [] };

/** Buckets in a map, as the object keeps them, and every question that was asked of them. */
function openBuckets() {
  const buckets = new Map<string, BucketState>();
  const questions: { object: string; request: TakeRequest }[] = [];
  const world = { now: 1_000_000, fails: false };
  const rateLimiter: RateLimiter = {
    async take(object, request) {
      questions.push({ object, request });
      await Promise.resolve();
      if (world.fails) throw new Error("no such object");
      const names = request.buckets.map(({ name }) => `${object} ${name}`);
      const { states, reply } = takeFromBuckets(
        names.map((name) => buckets.get(name)),
        request,
        world.now,
      );
      for (const [index, state] of states.entries()) buckets.set(names[index] ?? "", state);
      return reply;
    },
  };
  return { rateLimiter, questions, world };
}

function openLimits(rateLimits: unknown, shared = openBuckets()) {
  const config = { ...buildConfig([]), rateLimits: readRateLimits({ rateLimits }) };
  const limits = createCallLimits({
    rateLimiter: shared.rateLimiter,
    configurations: { load: async () => config, forget() {} },
    now: () => shared.world.now,
  });
  return { limits, ...shared, shared };
}

const TEN = { perKey: { ratePerSecond: 0.01, burst: 10 } };
const passed = (verdicts: readonly { allowed: boolean }[]) =>
  verdicts.filter(({ allowed }) => allowed).length;

describe("a call", () => {
  it("is let through ten times of a hundred at a limit of ten, over several isolates", async () => {
    const shared = openBuckets();
    const isolates = Array.from({ length: 4 }, () => openLimits(TEN, shared).limits);
    const calls = isolates.flatMap((limits) => Array.from({ length: 25 }, () => limits.principal(KEY)));
    const verdicts = await Promise.all(calls);
    expect(passed(verdicts)).toBe(10);
    for (const verdict of verdicts) {
      if (verdict.allowed) continue;
      expect(verdict.retryAfterMs).toBeGreaterThan(0);
      expect(verdict.reports[0]).toMatchObject({ name: "key", remaining: 0 });
    }
  });

  it("asks the buckets once per lease at the default limits, and is told what is left without asking", async () => {
    const { limits, questions } = openLimits({});
    const remaining: number[] = [];
    for (let call = 0; call < 1_000; call++) {
      const verdict = await limits.principal(KEY);
      remaining.push(verdict.reports[0]?.remaining ?? -1);
    }
    expect(questions).toHaveLength(50);
    expect(remaining).toEqual(Array.from({ length: 1_000 }, (_, index) => 1_999 - index));
  });

  it("gives back what its lease did not use, so an idle isolate keeps nothing", async () => {
    const { limits, questions, world } = openLimits({ perKey: { ratePerSecond: 1, burst: 1_000 } });
    for (let call = 0; call < 50; call++) {
      expect((await limits.principal(KEY)).allowed).toBe(true);
      world.now += 2_000;
    }
    expect(questions.at(-1)?.request.returned).toBe(9);
    const last = await limits.principal(KEY);
    expect(last.reports[0]?.remaining).toBe(999);
  });

  it("is refused without asking again until asking can help", async () => {
    const { limits, questions, world } = openLimits(TEN);
    for (let call = 0; call < 10; call++) await limits.principal(KEY);
    const first = await limits.principal(KEY);
    const asked = questions.length;
    for (let call = 0; call < 100; call++) expect((await limits.principal(KEY)).allowed).toBe(false);
    expect(questions).toHaveLength(asked);
    world.now += first.allowed ? 0 : first.retryAfterMs;
    expect((await limits.principal(KEY)).allowed).toBe(true);
  });

  it("counts in its key's and its organization's bucket; a person's without organization in one of their own", async () => {
    const { limits, questions } = openLimits({});
    await limits.principal(KEY);
    const user = { kind: "user", id: "user_1", name: "u", sessionId: "s", grants: [] } as const;
    await limits.principal({ ...user, homeOrgId: "org_1" });
    await limits.principal({ ...user, homeOrgId: null });
    await limits.address("2001:db8:1:2:3::4");
    expect(
      questions.map(({ object, request }) => [object, ...request.buckets.map(({ name }) => name)]),
    ).toEqual([
      ["org_1", "key:key_1", "organization"],
      ["org_1", "user:user_1", "organization"],
      ["*:user", "user:user_1"],
      ["*:ip:2001:db8:1:2::/64", "address"],
    ]);
  });

  it("is let through, uncounted, when the buckets cannot be reached", async () => {
    const { limits, world } = openLimits(TEN);
    world.fails = true;
    expect(await limits.principal(KEY)).toEqual({ allowed: true, reports: [] });
    world.fails = false;
    expect(passed(await Promise.all(Array.from({ length: 20 }, () => limits.principal(KEY))))).toBe(10);
  });

  it("of the operator, or from an address that nobody knows, is not counted", async () => {
    const { limits, questions } = openLimits(TEN);
    const operator = {
      kind: "operator",
      id: "operator",
      name: "operator",
      homeOrgId: null,
      grants: [],
    } as const;
    expect(await limits.principal(operator)).toEqual({ allowed: true, reports: [] });
    expect(await limits.address(null)).toEqual({ allowed: true, reports: [] });
    expect(questions).toEqual([]);
  });
});
