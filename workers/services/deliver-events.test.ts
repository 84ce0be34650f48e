import { describe, expect, it } from "vitest";
import { DEFAULT_FLOW } from "#domain/flow/flow-settings";
import { buildConfig, buildIntegration, buildMessage, createFakeWorld, ok } from "#testing/delivery-fakes";
import { deliverEvents } from "./deliver-events.ts";
import { type DeliveryServices, SLICE_DELIVERIES } from "./delivery-services.ts";

const one = () => createFakeWorld(buildConfig([buildIntegration("int_a")]));
const settled = (attempts = 1) =>
  ({
    kind: "settled",
    outcome: {
      status: "delivered",
      category: null,
      httpStatus: 200,
      attempts,
      attemptedAt: 1,
      durationMs: 1,
      detail: null,
    },
  }) as const;

describe("a delivery run", () => {
  it("lets the intake go only after bodies, records and waiting rows are written", async () => {
    const { services, log } = one();
    await deliverEvents(services, [buildMessage(7, ["evt_1"])]);
    expect(log.steps).toEqual(["write", "record", "settle", "confirm"]);
    expect(log.confirmed).toEqual([7]);
    expect(log.records.get("dlv_evt_1_int_a")).toMatchObject({
      status: "delivered",
      attempts: 1,
      httpStatus: 200,
    });
  });

  it("confirms nothing when it cannot write its records, and says what is certain", async () => {
    const { services, log, world } = one();
    world.recordFails = true;
    await expect(deliverEvents(services, [buildMessage(7, ["evt_1"])])).rejects.toThrow(
      "D1 is not answering",
    );
    expect(log.confirmed).toEqual([]);
    expect(log.settlements).toMatchObject([{ kind: "done", id: "dlv_evt_1_int_a" }]);
  });

  it("writes the record of a delivery that an earlier run made, without sending it again", async () => {
    const { services, log, world } = one();
    world.offer = () => settled();
    await deliverEvents(services, [buildMessage(7, ["evt_1"])]);
    expect(log.requests).toEqual([]);
    expect(log.records.get("dlv_evt_1_int_a")).toMatchObject({ status: "delivered", attempts: 1 });
    expect(log.confirmed).toEqual([7]);
  });

  it("gives a failed delivery back when its retry could not be written down", async () => {
    const { services, log, world } = one();
    world.recordFails = true;
    world.answer = () => ({ kind: "response", status: 503, headers: {} });
    await expect(deliverEvents(services, [buildMessage(7, ["evt_1"])])).rejects.toThrow();
    expect(log.settlements).toEqual([{ kind: "released", id: "dlv_evt_1_int_a" }]);
  });

  it("does not confirm a chunk of which another run is sending a part", async () => {
    const { services, log, world } = one();
    world.offer = (id) => (id.includes("evt_1") ? { kind: "in_flight" } : { kind: "send" });
    await deliverEvents(services, [buildMessage(7, ["evt_1", "evt_2"]), buildMessage(8, ["evt_3"])]);
    expect(log.requests).toHaveLength(2);
    expect(log.confirmed).toEqual([8]);
  });

  it("logs a duplicate as one, does not send it, and lets its event go", async () => {
    const { services, log, world } = one();
    world.offer = (id) => (id.includes("evt_2") ? { kind: "duplicate", of: "dlv_first" } : { kind: "send" });
    await deliverEvents(services, [buildMessage(7, ["evt_1", "evt_2"])]);
    expect(log.requests).toHaveLength(1);
    expect(log.records.get("dlv_evt_2_int_a")).toMatchObject({
      status: "duplicate",
      attempts: 0,
      nextRetryAt: null,
      detail: expect.stringContaining("dlv_first"),
    });
    expect(log.confirmed).toEqual([7]);
  });

  it("tells the object hashes of what an integration compares, and nothing where it compares nothing", async () => {
    const told: unknown[] = [];
    const deduplicate = { windowMs: 60_000, include: ["type"], exclude: [] };
    const plain = buildIntegration("int_a");
    const flow = { ...plain.settings.flow, deduplicate };
    const comparing = { ...buildIntegration("int_b"), settings: { ...plain.settings, flow } };
    const { services } = createFakeWorld(buildConfig([plain, comparing]));
    const { offer } = services.integrations;
    const integrations: typeof services.integrations = {
      ...services.integrations,
      offer: (identity, version, ids, rules, contents) => {
        told.push(contents);
        return offer(identity, version, ids, rules, contents);
      },
    };
    await deliverEvents({ ...services, integrations }, [buildMessage(7, ["evt_1"])]);
    expect(told).toEqual([null, { windowMs: 60_000, keys: [expect.any(String)] }]);
  });

  it("lets go of what already waits in its integration's object", async () => {
    const { services, log, world } = one();
    world.offer = () => ({ kind: "queued" });
    await deliverEvents(services, [buildMessage(7, ["evt_1"])]);
    expect(log.requests).toEqual([]);
    expect(log.confirmed).toEqual([7]);
  });

  it("looks for records before it sends what was handed out before", async () => {
    const { services, log, world } = one();
    world.finished.add("dlv_evt_1_int_a");
    await deliverEvents(services, [buildMessage(7, ["evt_1", "evt_2", "evt_3"], true)]);
    // A record that says "retrying" may be older than the crash that lost its row: the offer decides.
    expect(log.requests).toHaveLength(2);
    expect(log.confirmed).toEqual([7]);
  });

  it("keeps a failed delivery as a row with the time of its retry, before it lets go", async () => {
    const { services, log, world } = one();
    world.answer = () => ({ kind: "response", status: 503, headers: { "retry-after": "30" } });
    await deliverEvents(services, [buildMessage(7, ["evt_1"])]);
    expect(log.settlements).toMatchObject([
      { kind: "later", dueAt: world.now + 30_000, delivery: { attempts: 1, payloadAt: { key: "segment" } } },
    ]);
    expect(log.records.get("dlv_evt_1_int_a")).toMatchObject({
      status: "retrying",
      nextRetryAt: world.now + 30_000,
    });
    expect(log.steps.indexOf("settle")).toBeLessThan(log.steps.indexOf("confirm"));
  });

  it("records an event that nobody wants, and confirms it", async () => {
    const { services, log } = createFakeWorld(buildConfig([]));
    await deliverEvents(services, [buildMessage(7, ["evt_1"])]);
    expect([...log.records.values()]).toMatchObject([{ status: "unmatched", eventId: "evt_1" }]);
    expect(log.confirmed).toEqual([7]);
  });

  it("drops the events of a deleted organization and touches nothing: its objects are purged", async () => {
    const { services, log, world } = one();
    world.config = null;
    await deliverEvents(services, [buildMessage(8, ["evt_2"])]);
    expect(log.steps).toEqual([]);
    expect(log.requests).toEqual([]);
  });

  it("switches an integration off when its receiver answers 410", async () => {
    const { services, log, world } = one();
    world.answer = () => ({ kind: "response", status: 410, headers: {} });
    await deliverEvents(services, [buildMessage(7, ["evt_1"])]);
    expect(log.disabled).toEqual(["int_a:gone_410"]);
  });

  it("makes dead letters of what comes while the gateway has switched an integration off", async () => {
    const off = { ...buildIntegration("int_a"), switchedOff: "gone_410" };
    const { services, log } = createFakeWorld(buildConfig([off, buildIntegration("int_b")]));
    await deliverEvents(services, [buildMessage(7, ["evt_1"])]);
    expect(log.requests).toHaveLength(1);
    expect(log.records.get("dlv_evt_1_int_a")).toMatchObject({ status: "dead_lettered", attempts: 0 });
    expect(log.records.get("dlv_evt_1_int_b")).toMatchObject({ status: "delivered" });
    expect(log.confirmed).toEqual([7]);
  });

  it("stops asking a target that hangs, and leaves the rest of its deliveries to its own object", async () => {
    const { services, log, world } = createFakeWorld(
      buildConfig([buildIntegration("int_a"), buildIntegration("int_b")]),
    );
    world.answer = ({ url }) => (url.includes("int_a") ? { kind: "timeout", timeoutMs: 1_000 } : ok);
    const ids = Array.from({ length: 40 }, (_, index) => `evt_${index}`);
    await deliverEvents(services, [buildMessage(7, ids)]);
    const asked = log.requests.filter(({ url }) => url.includes("int_a")).length;
    expect(asked).toBeLessThan(10);
    expect(log.requests.filter(({ url }) => url.includes("int_b"))).toHaveLength(40);
    const held = [...log.records.values()].filter(({ status }) => status === "held");
    expect(held).toHaveLength(40 - asked);
    expect(log.settlements.filter(({ kind }) => kind === "later")).toHaveLength(40);
    expect(log.confirmed).toEqual([7]);
  });

  it("shares its places among the organizations whose messages came together", async () => {
    const { services } = one();
    let most = 0;
    const asked = new Map<string, number>();
    const slowly: DeliveryServices["openSender"] = () => {
      const run = `run ${asked.size}`;
      asked.set(run, 0);
      return async () => {
        asked.set(run, (asked.get(run) ?? 0) + 1);
        most = Math.max(most, asked.get(run) ?? 0);
        await Promise.resolve();
        asked.set(run, (asked.get(run) ?? 0) - 1);
        return { result: ok, durationMs: 5, body: "", bodyTruncated: false };
      };
    };
    const ids = Array.from({ length: 40 }, (_, index) => `evt_${index}`);
    const mine = buildMessage(7, ids);
    await deliverEvents({ ...services, openSender: slowly }, [mine]);
    expect(most).toBe(services.concurrentRequests);
    most = 0;
    await deliverEvents({ ...services, openSender: slowly }, [mine, { ...mine, orgId: "org_other" }]);
    expect(most).toBe(services.concurrentRequests / 2);
  });

  it("lets what waits for the slow lane gather when its integration wants batches", async () => {
    const batch = {
      size: 10,
      timeoutMs: 5_000,
      maxBytes: 1_000_000,
      format: "events",
      onFailure: "retry",
      results: null,
    } as const;
    const flow = { ...DEFAULT_FLOW, batch };
    const { services, log, world } = createFakeWorld(
      buildConfig([buildIntegration("int_a", { flow }), buildIntegration("int_b")]),
    );
    world.offer = () => ({ kind: "hold", why: "slow", until: null });
    await deliverEvents(services, [buildMessage(7, ["evt_1"])]);
    const [gathering, alone] = log.settlements;
    expect(gathering).toMatchObject({ kind: "later", gather: { size: 10 } });
    expect(alone).toMatchObject({ kind: "later" });
    expect(alone).not.toHaveProperty("gather");
    expect(log.requests).toEqual([]);
  });

  it("starts no request after its budget and keeps what is left", async () => {
    const { services, log, world } = one();
    world.answer = () => {
      world.now += 15_000;
      return ok;
    };
    await deliverEvents(services, [
      buildMessage(
        7,
        Array.from({ length: 20 }, (_, index) => `evt_${index}`),
      ),
    ]);
    expect(log.requests.length).toBeLessThan(10);
    expect(log.settlements).toHaveLength(20);
    expect(log.confirmed).toEqual([7]);
  });

  it("writes down a large run slice by slice, and confirms it only as a whole", async () => {
    const { services, log, world } = one();
    const ids = Array.from({ length: 2 * SLICE_DELIVERIES + 50 }, (_, index) => `evt_${index}`);
    const record = services.log.record;
    let writes = 0;
    const failing = {
      ...services,
      log: {
        ...services.log,
        record: (...args: Parameters<typeof record>) => {
          world.recordFails = ++writes === 2;
          return record(...args);
        },
      },
    };
    await expect(deliverEvents(failing, [buildMessage(7, ids)])).rejects.toThrow();
    // The third slice was on its way while the second one could not be written.
    expect(log.records.size).toBe(SLICE_DELIVERIES + 50);
    expect(log.confirmed).toEqual([]);
    world.offer = (id) => (log.records.has(id) ? settled() : { kind: "send" });
    world.recordFails = false;
    await deliverEvents(services, [buildMessage(7, ids)]);
    expect(log.records.size).toBe(ids.length);
    expect(log.confirmed).toEqual([7]);
  });

  it("gives back what was admitted when another integration's object cannot be asked", async () => {
    const { services, log } = createFakeWorld(
      buildConfig([buildIntegration("int_a"), buildIntegration("int_b")]),
    );
    const { offer } = services.integrations;
    const integrations: typeof services.integrations = {
      ...services.integrations,
      offer: (identity, ...rest) =>
        identity.integrationId === "int_b"
          ? Promise.reject(new Error("object is moving"))
          : offer(identity, ...rest),
    };
    const run = deliverEvents({ ...services, integrations }, [buildMessage(7, ["evt_1"])]);
    await expect(run).rejects.toThrow("object is moving");
    expect(log.settlements).toEqual([{ kind: "released", id: "dlv_evt_1_int_a" }]);
    expect(log.confirmed).toEqual([]);
  });

  it("counts a receiver's wait from its own answer, not from the end of the run", async () => {
    const { services, log, world } = one();
    const answeredAt: number[] = [];
    world.answer = () => {
      world.now += 1_000;
      answeredAt.push(world.now);
      return { kind: "response", status: 429, headers: { "retry-after": "10" } };
    };
    await deliverEvents({ ...services, concurrentRequests: 1 }, [
      buildMessage(7, ["evt_1", "evt_2", "evt_3"]),
    ]);
    expect(log.settlements.map((settlement) => settlement.kind === "later" && settlement.dueAt)).toEqual(
      answeredAt.map((at) => at + 10_000),
    );
  });

  it("one organization's failure does not keep another's events", async () => {
    const { services, log } = one();
    const other = { ...buildMessage(9, ["evt_9"]), orgId: "org_broken" };
    const load = services.configurations.load;
    const configurations = {
      ...services.configurations,
      load: (orgId: string, version: number) =>
        orgId === "org_broken" ? Promise.reject(new Error("broken")) : load(orgId, version),
    };
    await expect(
      deliverEvents({ ...services, configurations }, [other, buildMessage(7, ["evt_1"])]),
    ).rejects.toThrow();
    expect(log.confirmed).toEqual([7]);
  });
});
