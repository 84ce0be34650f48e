import { describe, expect, it } from "vitest";
import { deliveryHint } from "#domain/delivery/troubleshooting";
import type { DueDelivery } from "#domain/messages";
import { buildConfig, buildEvent, buildIntegration, createFakeWorld } from "#testing/delivery-fakes";
import { deliverDue } from "./deliver-due.ts";

/** The hints read the detail's words, and those are written by the runs: here the two are held against each other. */
const at = { key: "segment", offset: 0, length: 9 };
const delivery: DueDelivery = {
  id: "dlv_1",
  event: { ...buildEvent("evt_1"), payload: { kind: "stored", at } },
  payloadAt: at,
  attempts: 1,
  cycleAttempts: 1,
  cycleStartedAt: 1,
  round: 0,
  firstAttemptAt: 1,
};

async function hintAfter(config: ReturnType<typeof buildConfig>, now = 1_000_000) {
  const { services, log, world } = createFakeWorld(config);
  world.now = now;
  world.due.set(delivery.id, delivery);
  await deliverDue(services, [
    { orgId: "org_1", integrationId: "int_a", configVersion: 1, ids: [delivery.id] },
  ]);
  const record = log.records.get(delivery.id);
  expect(record?.status).toBe("dead_lettered");
  return record === undefined ? null : deliveryHint(record);
}

describe("a delivery that is given up without an attempt", () => {
  it("has a hint for an integration that is off", async () => {
    const off = { ...buildIntegration("int_a"), enabled: false };
    expect(await hintAfter(buildConfig([off]))).toMatch(/Enable this integration/);
  });

  it("has a hint for an integration that was deleted", async () => {
    expect(await hintAfter(buildConfig([]))).toMatch(/create a new integration/);
  });

  it("has a hint for a payload that is gone", async () => {
    const later = 1_000_000 + 30 * 86_400_000;
    expect(await hintAfter(buildConfig([buildIntegration("int_a")]), later)).toMatch(/nothing left to send/);
  });
});
