import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { rulesOf } from "#domain/flow/flow-rules";
import { DEFAULT_CIRCUIT, DEFAULT_FLOW } from "#domain/flow/flow-settings";
import { worthWaking } from "#domain/flow/pace";
import { SIMULATED_START, simulateIntegration } from "#testing/simulated-integration";
import { createRandom } from "../tests/support/random.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const EVENTS = 10_000;
const RATE = { limit: 50, per: "second", burst: 10 } as const;
const BACK_AT = SIMULATED_START + DAY_MS;

describe("the object of an integration whose endpoint is down for a day", () => {
  it("keeps 10,000, over restarts, and hands all of them out once, at its rate, without waking up for nothing", async () => {
    const random = createRandom(20_261_126);
    const identity = { orgId: "org_outage", integrationId: "int_down" };
    const stub = env.INTEGRATION.getByName(`${identity.orgId}:${identity.integrationId}`);
    const neighbour = { orgId: "org_outage", integrationId: "int_well" };
    // A stub belongs to whoever made it: the simulation asks from within the other object.
    const well = () => env.INTEGRATION.getByName(`${neighbour.orgId}:${neighbour.integrationId}`);
    const rules = { ...rulesOf(DEFAULT_FLOW), rate: RATE };
    const arrivals = Array.from({ length: EVENTS }, (_, n) => ({
      at: SIMULATED_START + Math.floor(random() * DAY_MS),
      ids: [`dlv_${n}`],
    })).toSorted((a, b) => a.at - b.at);

    // The neighbour gets an event now and then, all day long and while the backlog drains.
    let asked = 0;
    let nextAsk = SIMULATED_START;
    const refused: string[] = [];
    const askNeighbour = async (now: number) => {
      if (now < nextAsk) return;
      nextAsk = now + (now < BACK_AT ? 5 * 60_000 : 1_000);
      const id = `dlv_well_${asked++}`;
      const offers = await well().offer(neighbour, 1, [id], JSON.stringify(rulesOf(DEFAULT_FLOW)));
      if (offers !== '[{"kind":"send"}]') refused.push(offers);
      const facts = { httpStatus: 200, attempts: 1, attemptedAt: now, durationMs: 5, detail: null };
      const outcome = { status: "delivered", category: null, ...facts };
      await well().settle(neighbour, JSON.stringify([{ kind: "done", id, outcome }]));
    };

    const { requests, wakeUps } = await simulateIntegration(stub, {
      identity,
      rules,
      arrivals,
      answer: (at) => ({ ok: at >= BACK_AT, durationMs: 5 + Math.floor(random() * 95) }),
      retryInMs: 20 * 60_000,
      queueMs: () => Math.floor(random() * 40),
      evictions: [3, 11, 20].map((hour) => SIMULATED_START + hour * HOUR_MS),
      endsAt: BACK_AT + 3 * HOUR_MS,
      watch: askNeighbour,
    });

    const arrived = requests.filter(({ ok }) => ok);
    expect(arrived).toHaveLength(EVENTS);
    expect(new Set(arrived.map(({ id }) => id)).size).toBe(EVENTS);
    // A rest grows to an hour: a day of failing costs some thirty requests and not thousands.
    expect(requests.length - arrived.length).toBeLessThan(60);

    // The first is the probe; the drain begins when it has succeeded.
    const drain = arrived.slice(1).map(({ admittedAt }) => admittedAt);
    const from = Math.min(...drain);
    const tookMs = Math.max(...drain) - from;
    const idealMs = ((EVENTS - 1 - RATE.burst) / RATE.limit) * 1_000;
    expect(tookMs).toBeGreaterThanOrEqual(idealMs);
    expect(tookMs).toBeLessThan(idealMs * 1.05);
    expect(from - BACK_AT, "the probe goes out when its rest is over").toBeLessThanOrEqual(
      DEFAULT_CIRCUIT.maxRestMs + 1_000,
    );

    const inDrain = wakeUps.filter(({ at }) => at >= from);
    expect(inDrain.length).toBeLessThan(EVENTS / worthWaking(RATE) + 10);
    expect(wakeUps.length - inDrain.length, "in the whole day").toBeLessThan(60);
    const idle = wakeUps.filter(({ handedOut }) => handedOut === 0);
    expect(idle.filter(({ at }) => at <= from + tookMs)).toEqual([]);
    // The alarm for the leases of the last run: to take it back would cost as much as to let it ring.
    expect(idle.length).toBeLessThanOrEqual(1);

    expect(asked).toBeGreaterThan(400);
    expect(refused).toEqual([]);
    expect(await well().remains(), "nothing was written for the neighbour").toBe(0);
  });
});
