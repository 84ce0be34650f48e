import { describe, expect, test } from "vitest";
import { leaseSize, type NamedLimit, takeFromBuckets } from "./take-from-buckets.ts";

const key: NamedLimit = { name: "key:1", limit: { ratePerSecond: 1, burst: 10 } };
const organization: NamedLimit = { name: "organization", limit: { ratePerSecond: 2, burst: 4 } };
const buckets = [key, organization];
const NONE = [undefined, undefined];
const ask = (wanted: number, returned = 0) => ({ buckets, wanted, returned });

describe("taking from several buckets", () => {
  test("takes the same from each, and reports what is left and when each is full again", () => {
    const { reply } = takeFromBuckets(NONE, ask(3), 0);
    expect(reply).toEqual({
      granted: 3,
      reports: [
        { remaining: 7, fullInMs: 3_000 },
        { remaining: 1, fullInMs: 1_500 },
      ],
      retryAfterMs: 0,
    });
  });

  test("grants as much as the scarcest one has", () => {
    expect(takeFromBuckets(NONE, ask(9), 0).reply).toMatchObject({ granted: 4 });
  });

  test("takes from none when one is empty, and says when all have a token", () => {
    const first = takeFromBuckets(NONE, ask(4), 0);
    const refused = takeFromBuckets(first.states, ask(1), 100);
    expect(refused.reply).toMatchObject({ granted: 0, retryAfterMs: 400 });
    expect(refused.reply.reports[0]).toMatchObject({ remaining: 6 });
    expect(takeFromBuckets(refused.states, ask(1), 499).reply.granted).toBe(0);
    expect(takeFromBuckets(refused.states, ask(1), 500).reply.granted).toBe(1);
  });

  test("puts back what was not used, and never above the burst", () => {
    const first = takeFromBuckets(NONE, ask(4), 0);
    expect(takeFromBuckets(first.states, ask(4, 3), 0).reply.granted).toBe(3);
    expect(takeFromBuckets(first.states, ask(9, 4), 60_000).reply).toMatchObject({ granted: 4 });
    // An object that has forgotten the bucket has it full already.
    expect(takeFromBuckets(NONE, ask(9, 4), 0).reply).toMatchObject({ granted: 4 });
  });
});

test("a small limit is counted call by call, a generous one is leased in hundredths", () => {
  const of = (burst: number): NamedLimit => ({ name: "x", limit: { ratePerSecond: 1, burst } });
  expect([10, 199, 200, 2_000].map((burst) => leaseSize([of(burst), of(5_000)]))).toEqual([1, 1, 2, 20]);
  expect(leaseSize([of(2_000), of(150)])).toBe(1);
});
