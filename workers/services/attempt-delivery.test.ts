import { describe, expect, it } from "vitest";
import type { AttemptResult } from "#domain/delivery/attempt-result";
import type { LookupValues } from "#domain/lookups/ports";
import type { Cage } from "#domain/sandbox/cage";
import type { IntegrationSettings } from "#domain/tenancy/organization-config";
import type { SchemaCage } from "#domain/validation/ports";
import {
  buildConfig,
  buildEvent,
  buildIntegration,
  buildMessage,
  createFakeWorld,
  ok,
} from "#testing/delivery-fakes";
import { deliverDue } from "./deliver-due.ts";
import { deliverEvents } from "./deliver-events.ts";
import type { DeliveryServices } from "./delivery-services.ts";

const SEVERAL: Partial<IntegrationSettings> = {
  transform: {
    kind: "script",
    source: 'function transform(p, context) { return context.several(["a", "b", "c"]); }',
  },
};
const simple = (mapping: unknown): Partial<IntegrationSettings> => ({
  transform: { kind: "simple", mapping },
});
const unavailable: AttemptResult = { kind: "response", status: 503, headers: {} };

function open(settings: Partial<IntegrationSettings>, change: Partial<DeliveryServices> = {}) {
  const fake = createFakeWorld(buildConfig([buildIntegration("shop", settings)]));
  return { ...fake, services: { ...fake.services, ...change } };
}

const dueMessage = [{ orgId: "org_1", integrationId: "shop", configVersion: 1, ids: ["dlv_evt_1_shop"] }];

describe("several messages of one delivery", () => {
  it("stop at the first failure, and the row that waits says how many arrived", async () => {
    const { services, log, world } = open(SEVERAL);
    world.answer = ({ body }) => (body === '"b"' ? unavailable : ok);
    await deliverEvents(services, [buildMessage(1, ["evt_1"])]);
    expect(log.requests.map(({ body }) => body)).toEqual(['"a"', '"b"']);
    expect(log.settlements).toMatchObject([{ kind: "later", delivery: { partsDone: 1, attempts: 1 } }]);
    expect(log.records.get("dlv_evt_1_shop")).toMatchObject({ status: "retrying", partsDone: 1 });

    const [settled] = log.settlements;
    if (settled?.kind !== "later") throw new Error("It waits.");
    world.due.set(settled.delivery.id, settled.delivery);
    world.answer = () => ok;
    await deliverDue(services, dueMessage);
    expect(log.requests.map(({ body }) => body)).toEqual(['"a"', '"b"', '"b"', '"c"']);
    expect(log.settlements.at(-1)).toMatchObject({ kind: "done", outcome: { status: "delivered" } });
  });

  it("for which the run has no time left wait without costing an attempt of the retry policy", async () => {
    const { services, log, world } = open(SEVERAL);
    world.answer = () => {
      world.now += 21_000;
      return ok;
    };
    await deliverEvents(services, [buildMessage(1, ["evt_1"])]);
    expect(log.requests).toHaveLength(1);
    expect(log.settlements).toMatchObject([
      { kind: "later", dueAt: world.now, delivery: { partsDone: 1, attempts: 1, cycleAttempts: 0 } },
    ]);
    expect(log.records.get("dlv_evt_1_shop")).toMatchObject({
      status: "held",
      detail: "1 of 3 messages arrived; more follow.",
    });
  });

  it("of which more arrived than the transformation makes by now are not sent again", async () => {
    const { services, log, world } = open(SEVERAL);
    const event = buildEvent("evt_1");
    const at = { key: "segment", offset: 0, length: 2 };
    log.bodies.set("segment|0|2", "{}");
    world.due.set("dlv_evt_1_shop", {
      id: "dlv_evt_1_shop",
      event: { ...event, payload: { kind: "stored", at } },
      payloadAt: at,
      attempts: 1,
      cycleAttempts: 1,
      cycleStartedAt: 1,
      round: 0,
      firstAttemptAt: 1,
      partsDone: 5,
    });
    await deliverDue(services, dueMessage);
    expect(log.requests).toEqual([]);
    expect(log.settlements).toMatchObject([{ kind: "done", outcome: { status: "cancelled" } }]);
  });
});

describe("a transformation that cannot be made now", () => {
  it("because the cage rests holds the delivery as long as that says, without an attempt", async () => {
    const resting: Cage = {
      checkScript: async () => ({ ok: true }),
      run: async () => ({
        ok: false,
        reason: "resting",
        message: "rests",
        line: null,
        retryAfterMs: 60_000,
        log: [],
        fuelUsed: 0,
      }),
    };
    const { services, log, world } = open(SEVERAL, { cage: resting });
    await deliverEvents(services, [buildMessage(1, ["evt_1"])]);
    expect(log.requests).toEqual([]);
    expect(log.settlements).toMatchObject([
      { kind: "later", dueAt: world.now + 60_000, delivery: { attempts: 0, cycleAttempts: 0 } },
    ]);
    expect(log.records.get("dlv_evt_1_shop")).toMatchObject({ status: "held", attempts: 0, detail: "rests" });
  });

  it("because the schemas rest holds the delivery as long as that says, without an attempt", async () => {
    const schemaCage: SchemaCage = {
      compile: () => Promise.reject(new Error("nobody saves")),
      check: async () => ({ kind: "resting", message: "schemas rest", retryAfterMs: 60_000, fuelUsed: 0 }),
    };
    const strict = { validation: { mode: "STRICT", schemaHash: "h" } } as const;
    const { services, log, world } = open(strict, { schemaCage });
    await deliverEvents(services, [buildMessage(1, ["evt_1"])]);
    expect(log.requests).toEqual([]);
    expect(log.settlements).toMatchObject([
      { kind: "later", dueAt: world.now + 60_000, delivery: { attempts: 0, cycleAttempts: 0 } },
    ]);
    expect(log.records.get("dlv_evt_1_shop")).toMatchObject({ status: "held", detail: "schemas rest" });
  });

  it("because lookup tables do not answer holds it, and everybody else's delivery is made", async () => {
    const away: LookupValues = { find: () => Promise.reject(new Error("D1 is away")) };
    const { services, log, world } = open(simple("{{lookup.a.b}}"), { lookups: away });
    world.config = buildConfig([
      buildIntegration("shop", simple("{{lookup.a.b}}")),
      buildIntegration("other", simple({ id: "{{event.id}}" })),
    ]);
    await deliverEvents(services, [buildMessage(1, ["evt_1"])]);
    expect(log.requests.map(({ body }) => body)).toEqual(['{"id":"evt_1"}']);
    expect(log.records.get("dlv_evt_1_shop")).toMatchObject({ status: "held" });
    expect(log.records.get("dlv_evt_1_other")).toMatchObject({ status: "delivered" });
  });
});

describe("lookups", () => {
  const asked: string[] = [];
  const countries: LookupValues = {
    find: async (_orgId, keys) => {
      asked.push(keys.map(({ table, key }) => `${table}.${key}`).join(" "));
      return keys.map(({ key }) => ({
        kind: "value",
        json: key === "evt_1" ? '"de"' : '{"name":"Germany"}',
      }));
    },
  };

  it("whose keys come out of other lookups are asked for round by round, by a mapping and by a script", async () => {
    const mapping = simple({ name: "{{lookup.countries[lookup.events[payload.id]].name}}" });
    const script: Partial<IntegrationSettings> = {
      transform: {
        kind: "script",
        source:
          'function transform(p, { lookup }) { return { name: lookup("countries", lookup("events", p.id)).name }; }',
      },
    };
    for (const settings of [mapping, script]) {
      asked.length = 0;
      const { services, log } = open(settings, { lookups: countries });
      await deliverEvents(services, [buildMessage(1, ["evt_1"])]);
      expect(log.requests.map(({ body }) => body)).toEqual(['{"name":"Germany"}']);
      expect(asked[0]).toContain("events.evt_1");
      expect(asked.length).toBeLessThan(4);
    }
  });

  it("in a table that does not exist are a dead letter", async () => {
    const { services, log } = open(simple("{{lookup.nothing.x | default: 1}}"));
    await deliverEvents(services, [buildMessage(1, ["evt_1"])]);
    expect(log.records.get("dlv_evt_1_shop")).toMatchObject({
      status: "dead_lettered",
      category: "VALIDATION",
      detail: expect.stringContaining("no lookup table nothing"),
    });
  });
});

describe("a delivery without a transformation", () => {
  it("keeps no copy of its body in the log; a transformed one keeps what was sent, without secrets", async () => {
    const traceOf = async (settings: Partial<IntegrationSettings>) => {
      const { services, log } = open({ ...settings, headers: { authorization: "Bearer top-secret-1" } });
      await deliverEvents(services, [buildMessage(1, ["evt_1"])]);
      return [...log.bodies.values()].find((text) => text.includes('"steps"')) ?? "";
    };
    expect(JSON.parse(await traceOf({}))).not.toHaveProperty("request.body");
    const traced = await traceOf(simple({ echo: "top-secret-1", id: "{{event.id}}" }));
    expect(JSON.parse(traced)).toMatchObject({
      request: { body: '{"echo":"[redacted]","id":"evt_1"}', bodyTruncated: false },
    });
  });
});
