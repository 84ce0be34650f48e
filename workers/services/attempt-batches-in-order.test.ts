import { describe, expect, it } from "vitest";
import type { BatchSettings, OrderSettings } from "#domain/flow/flow-settings";
import { DEFAULT_FLOW } from "#domain/flow/flow-settings";
import type { DueDelivery } from "#domain/messages";
import type { OutgoingRequest } from "#domain/ports";
import { buildConfig, buildEvent, buildIntegration, createFakeWorld, ok } from "#testing/delivery-fakes";
import { deliverDue } from "./deliver-due.ts";

const BATCH: BatchSettings = {
  size: 3,
  timeoutMs: 5_000,
  maxBytes: 1_048_576,
  format: "array",
  onFailure: "retry",
  results: null,
};

/** A lane of `int_a` with so many events, all of them claimed by one run. */
function openLane(
  count: number,
  batch: Partial<BatchSettings> = {},
  onDeadLetter: OrderSettings["onDeadLetter"] = "block",
) {
  const flow = { ...DEFAULT_FLOW, order: { key: null, onDeadLetter }, batch: { ...BATCH, ...batch } };
  const fake = createFakeWorld(buildConfig([buildIntegration("int_a", { flow })]));
  const { world, log, services } = fake;
  world.now = 1_000_000_000;
  const ids = Array.from({ length: count }, (_, n) => `dlv_${n}`);
  ids.forEach((id, n) => {
    const at = { key: "segment", offset: n * 2, length: 1 };
    world.due.set(id, due(id, n, at));
  });
  // Payloads that lie together are read with what is between them.
  const segment = ids.map((_, n) => `${n},`).join("");
  services.bodies.read = async ({ key, offset, length }) =>
    key === "segment" ? segment.slice(offset, offset + length) : null;
  const run = (own: readonly string[] = ids) => deliverDue(services, [message(own)]);
  const sent = () => log.requests.map(({ body }: OutgoingRequest) => JSON.parse(body) as number[]);
  const settled = () =>
    log.settlements.map((one) => [
      one.kind === "later" ? one.delivery.id : one.id,
      one.kind === "done" ? `${one.outcome.status}${one.blocksLane === true ? ", blocks" : ""}` : one.kind,
    ]);
  return { ...fake, ids, run, sent, settled };
}

const message = (ids: readonly string[]) => ({
  ...{ orgId: "org_1", integrationId: "int_a", configVersion: 1 },
  ids,
});

function due(id: string, n: number, at: DueDelivery["payloadAt"]): DueDelivery {
  return {
    id,
    event: { ...buildEvent(`evt_${n}`), payload: { kind: "stored", at } },
    payloadAt: at,
    attempts: 0,
    cycleAttempts: 0,
    cycleStartedAt: null,
    round: 0,
    firstAttemptAt: null,
    lane: "",
    position: String(n),
  };
}

const status = (code: number) => ({ kind: "response", status: code, headers: {} }) as const;

describe("a lane that goes out in batches", () => {
  it("sends its oldest together, one batch after the other", async () => {
    const { run, sent, settled } = openLane(7);
    await run();
    expect(sent()).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
    expect(settled().map(([, how]) => how)).toEqual(new Array(7).fill("delivered"));
  });

  it("has never two of them under way", async () => {
    const { services, log, ids } = openLane(7);
    let open = 0;
    let most = 0;
    const send = services.openSender();
    const openSender = (): typeof send => async (request) => {
      most = Math.max(most, ++open);
      await new Promise((resolve) => setTimeout(resolve, 1));
      open--;
      return send(request);
    };
    await deliverDue({ ...services, openSender }, [message(ids)]);
    expect([most, log.requests.length]).toEqual([1, 3]);
  });

  it("stops at a batch that failed: its first event waits for the retry, those behind it are as they were", async () => {
    const { run, sent, settled, world, log } = openLane(7);
    world.answer = ({ body }) => (body.startsWith("[3") ? status(503) : ok);
    await run();
    expect(sent()).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ]);
    expect(settled()).toEqual([
      ["dlv_0", "delivered"],
      ["dlv_1", "delivered"],
      ["dlv_2", "delivered"],
      ["dlv_3", "later"],
      ["dlv_4", "released"],
      ["dlv_5", "released"],
      ["dlv_6", "released"],
    ]);
    expect([...log.records.keys()]).toEqual(["dlv_0", "dlv_1", "dlv_2", "dlv_3"]);
  });

  it("sends a batch that failed again as the same request", async () => {
    const { run, log, world } = openLane(5, { size: 10 });
    world.answer = () => status(503);
    world.now += 10_000;
    await run(["dlv_0", "dlv_1", "dlv_2"]);
    const [waiting] = log.settlements;
    if (waiting?.kind !== "later") throw new Error("it did not fail");
    world.due.set("dlv_0", waiting.delivery);
    world.answer = () => ok;
    // Two more have come behind them meanwhile.
    await run();
    const [first, again, ...rest] = log.requests;
    expect(again?.body).toBe(first?.body);
    expect(again?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
    expect(rest.map(({ body }) => body)).toEqual(["[3,4]"]);
  });

  it("is stopped by a batch that is refused for good, with its first event as the dead letter", async () => {
    const { run, sent, settled, world } = openLane(5);
    world.answer = () => status(422);
    await run();
    expect(sent()).toEqual([[0, 1, 2]]);
    expect(settled().slice(0, 2)).toEqual([
      ["dlv_0", "dead_lettered, blocks"],
      ["dlv_1", "released"],
    ]);
  });

  it("finds the bad event by halves without letting one pass it", async () => {
    const { run, sent, settled, world } = openLane(6, { size: 4, onFailure: "split" });
    world.answer = ({ body }) => ((JSON.parse(body) as number[]).includes(1) ? status(422) : ok);
    await run();
    expect(sent()).toEqual([[0, 1, 2, 3], [0, 1], [0], [1]]);
    expect(settled()).toEqual([
      ["dlv_0", "delivered"],
      ["dlv_1", "dead_lettered, blocks"],
      ...[2, 3, 4, 5].map((n) => [`dlv_${n}`, "released"]),
    ]);
  });

  it("goes on behind the bad event where that may be skipped, in order", async () => {
    const { run, sent, settled, world } = openLane(6, { size: 4, onFailure: "split" }, "skip");
    world.answer = ({ body }) => ((JSON.parse(body) as number[]).includes(1) ? status(422) : ok);
    world.now += 10_000;
    await run();
    expect(sent()).toEqual([[0, 1, 2, 3], [0, 1], [0], [1], [2, 3], [4, 5]]);
    expect(settled().filter(([, how]) => how !== "delivered")).toEqual([["dlv_1", "dead_lettered"]]);
  });

  it("stops the halves as well when one of them could not be delivered for now", async () => {
    const { run, sent, settled, world } = openLane(4, { size: 4, onFailure: "split" }, "skip");
    world.answer = ({ body }) => (body === "[0,1,2,3]" ? status(413) : status(503));
    await run();
    expect(sent()).toEqual([
      [0, 1, 2, 3],
      [0, 1],
    ]);
    expect(settled().map(([, how]) => how)).toEqual(["later", "released", "released", "released"]);
  });

  it("waits for a batch to fill, and not for longer than its first event may wait", async () => {
    const { run, sent, log, world } = openLane(2);
    const [first] = world.due.values();
    world.now = (first?.event.acceptedAt ?? 0) + 1_000;
    await run();
    expect(sent()).toEqual([]);
    expect(log.settlements).toMatchObject([
      { kind: "later", dueAt: (first?.event.acceptedAt ?? 0) + 5_000 },
      { kind: "released", id: "dlv_1" },
    ]);
    world.now += 4_000;
    await run();
    expect(sent()).toEqual([[0, 1]]);
  });

  it("lets nobody pass an event whose payload is not there yet", async () => {
    const { run, sent, log, world } = openLane(3);
    const second = world.due.get("dlv_1");
    if (second === undefined) throw new Error("not there");
    const at = { key: "lost", offset: 0, length: 1 };
    world.due.set("dlv_1", { ...second, payloadAt: at, event: { ...second.event, acceptedAt: world.now } });
    await run();
    expect(sent()).toEqual([[0]]);
    expect(log.settlements).toMatchObject([
      { kind: "done", id: "dlv_0" },
      { kind: "later", delivery: { id: "dlv_1" } },
      { kind: "released", id: "dlv_2" },
    ]);
  });
});
