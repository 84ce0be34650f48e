import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { composeServices } from "#services/composition";
import { buildConfig, buildIntegration, buildMessage, createFakeWorld } from "#testing/delivery-fakes";
import { consume } from "./consume.ts";

function batchOf(text: string, attempts: number) {
  const taken: string[] = [];
  const message = { id: "1", timestamp: new Date(0), body: text, attempts, ack() {}, retry() {} };
  const batch: MessageBatch<unknown> = {
    queue: "gateway-events-eu",
    messages: [message],
    metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } },
    ackAll: () => void taken.push("ack"),
    retryAll: (options) => void taken.push(`retry in ${options?.delaySeconds} s`),
  };
  return { batch, taken };
}

function openWorld() {
  const fake = createFakeWorld(buildConfig([buildIntegration("int_a")]));
  return { ...fake, services: { ...composeServices(env), ...fake.services } };
}

describe("a batch of events", () => {
  it("looks for records before it sends what the queue delivers again", async () => {
    const { services, log, world } = openWorld();
    world.finished.add("dlv_evt_1_int_a");
    const text = JSON.stringify(buildMessage(7, ["evt_1", "evt_2"]));
    await consume(batchOf(text, 2).batch, services);
    expect(log.requests).toHaveLength(1);
    expect(log.confirmed).toEqual([7]);
  });

  it("does not ask for records the first time, which is nearly always", async () => {
    const { services, log, world } = openWorld();
    world.finished.add("dlv_evt_1_int_a");
    await consume(batchOf(JSON.stringify(buildMessage(7, ["evt_1"])), 1).batch, services);
    expect(log.requests).toHaveLength(1);
  });

  it("comes again a little later when its run fails", async () => {
    const { services, world } = openWorld();
    world.recordFails = true;
    const { batch, taken } = batchOf(JSON.stringify(buildMessage(7, ["evt_1"])), 1);
    await consume(batch, services);
    expect(taken).toEqual(["retry in 5 s"]);
  });
});
