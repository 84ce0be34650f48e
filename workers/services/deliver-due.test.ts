import { describe, expect, it } from "vitest";
import type { DeliveriesMessage, DueDelivery } from "#domain/messages";
import { buildConfig, buildEvent, buildIntegration, createFakeWorld } from "#testing/delivery-fakes";
import { deliverDue } from "./deliver-due.ts";

const AT = { key: "segment", offset: 0, length: 2 };

/** `int_a` with these deliveries due, each tried once before. */
function openWorld(count: number) {
  const fake = createFakeWorld(buildConfig([buildIntegration("int_a"), buildIntegration("int_b")]));
  fake.log.bodies.set("segment|0|2", "{}");
  const ids = Array.from({ length: count }, (_, index) => `dlv_${index}`);
  for (const id of ids) fake.world.due.set(id, due(id));
  return { ...fake, ids };
}

function due(id: string): DueDelivery {
  return {
    id,
    event: { ...buildEvent(`evt_${id}`), payload: { kind: "stored", at: AT } },
    payloadAt: AT,
    attempts: 1,
    cycleAttempts: 1,
    cycleStartedAt: 999_000,
    round: 0,
    firstAttemptAt: 999_000,
  };
}

function message(ids: readonly string[], extra: Partial<DeliveriesMessage> = {}): DeliveriesMessage {
  return { orgId: "org_1", integrationId: "int_a", configVersion: 1, ids, ...extra };
}

describe("a run of later attempts", () => {
  it("leaves a deleted organization's deliveries to its purge: nothing is asked, sent or written", async () => {
    const { services, log, world } = openWorld(1);
    world.config = null;
    services.integrations.claim = () => Promise.reject(new Error("asked"));
    await deliverDue(services, [message(["dlv_0"])]);
    expect([log.steps, log.requests]).toEqual([[], []]);
  });

  it("sends what its object lets it have, and nothing else", async () => {
    const { services, log } = openWorld(1);
    await deliverDue(services, [message(["dlv_0", "dlv_somebody_else_has"])]);
    expect(log.requests).toHaveLength(1);
    expect(log.records.get("dlv_0")).toMatchObject({ status: "delivered", attempts: 2 });
    expect(log.settlements).toMatchObject([{ kind: "done", id: "dlv_0" }]);
  });

  it("writes down before the object lets go", async () => {
    const { services, log } = openWorld(1);
    await deliverDue(services, [message(["dlv_0"])]);
    expect(log.steps).toEqual(["write", "record", "settle"]);
  });

  it("leaves the rows of a hanging target as they are, and stops asking it", async () => {
    const { services, log, world, ids } = openWorld(40);
    world.answer = () => ({ kind: "timeout", timeoutMs: 1_000 });
    await deliverDue(services, [message(ids)]);
    const asked = log.requests.length;
    expect(asked).toBeLessThan(10);
    expect(log.settlements.filter(({ kind }) => kind === "later")).toHaveLength(asked);
    expect(log.settlements.filter(({ kind }) => kind === "released")).toHaveLength(40 - asked);
    expect(log.records.size).toBe(asked);
  });

  it("ends one organization's deliveries although another's run fails at once", async () => {
    const { services, log } = openWorld(1);
    const claim: typeof services.integrations.claim = (identity, ...rest) =>
      identity.orgId === "org_broken"
        ? Promise.reject(new Error("object is moving"))
        : services.integrations.claim(identity, ...rest);
    const broken = { ...services, integrations: { ...services.integrations, claim } };
    const run = deliverDue(broken, [message(["dlv_9"], { orgId: "org_broken" }), message(["dlv_0"])]);
    await expect(run).rejects.toThrow("object is moving");
    expect(log.settlements).toMatchObject([{ kind: "done", id: "dlv_0" }]);
  });
});
