import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { rulesOf } from "#domain/flow/flow-rules";
import { DEFAULT_FLOW, type FlowRate } from "#domain/flow/flow-settings";
import { SIMULATED_START, simulateIntegration } from "#testing/simulated-integration";
import { createRandom } from "../tests/support/random.ts";

const SENDERS = 100;
const PERIOD_MS = { second: 1_000, minute: 60_000, hour: 3_600_000 };

interface Saturated {
  readonly rate: FlowRate;
  readonly spanMs: number;
  /** From a sender's post to its next one. */
  readonly restsMs: readonly [number, number];
}

/** Every sender posts again as soon as it was answered. A run offers what came within some 20 ms. */
function arrivalsOf({ spanMs, restsMs: [least, most] }: Saturated, random: () => number) {
  const byRun = new Map<number, string[]>();
  let n = 0;
  for (let sender = 0; sender < SENDERS; sender++) {
    for (let at = random() * least; at < spanMs; at += least + random() * (most - least)) {
      const run = SIMULATED_START + Math.ceil(at / 20) * 20;
      const ids = byRun.get(run) ?? [];
      byRun.set(run, ids);
      ids.push(`dlv_${n++}`);
    }
  }
  return [...byRun].map(([at, ids]) => ({ at, ids })).toSorted((a, b) => a.at - b.at);
}

describe("100 senders that never rest, against the object of one integration", () => {
  it.each<Saturated>([
    { rate: { limit: 20, per: "second", burst: 5 }, spanMs: 20_000, restsMs: [100, 400] },
    { rate: { limit: 100, per: "second", burst: 20 }, spanMs: 10_000, restsMs: [50, 200] },
    { rate: { limit: 150, per: "minute", burst: 3 }, spanMs: 60_000, restsMs: [500, 2_000] },
    { rate: { limit: 2, per: "second", burst: 1 }, spanMs: 60_000, restsMs: [500, 2_000] },
  ])("never get more through in any window, nor less than 99 % of it: $rate", async (given) => {
    const { rate, spanMs } = given;
    const random = createRandom(rate.limit);
    const identity = { orgId: "org_rate", integrationId: `int_${rate.limit}` };
    const stub = env.INTEGRATION.getByName(`${identity.orgId}:${identity.integrationId}`);
    const { requests, wakeUps } = await simulateIntegration(stub, {
      identity,
      rules: { ...rulesOf(DEFAULT_FLOW), rate },
      arrivals: arrivalsOf(given, random),
      answer: () => ({ ok: true, durationMs: 5 + Math.floor(random() * 95) }),
      retryInMs: 1_000,
      queueMs: () => Math.floor(random() * 40),
      endsAt: SIMULATED_START + spanMs,
    });
    const moments = requests.map(({ admittedAt }) => admittedAt).toSorted((a, b) => a - b);
    expect(new Set(requests.map(({ id }) => id)).size).toBe(requests.length);
    const first = moments[0] ?? 0;
    const period = PERIOD_MS[rate.per];
    // For every window at once, in whole numbers: count * period - windowMs * limit is never above burst * period.
    let least = Number.POSITIVE_INFINITY;
    let worst = 0;
    moments.forEach((at, index) => {
      const level = index * period - (at - first) * rate.limit;
      least = Math.min(least, level);
      worst = Math.max(worst, level - least + period);
    });
    expect(worst).toBeLessThanOrEqual(rate.burst * period);
    const allowed = rate.burst + (((moments.at(-1) ?? 0) - first) * rate.limit) / period;
    expect(moments.length).toBeGreaterThanOrEqual(Math.floor(allowed * 0.99));
    expect((moments.at(-1) ?? 0) - first, "to the end of the span").toBeGreaterThan(spanMs * 0.95);
    // Every wake-up is for a token.
    expect(wakeUps.filter(({ handedOut }) => handedOut === 0)).toEqual([]);
  });
});
