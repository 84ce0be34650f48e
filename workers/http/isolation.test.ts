import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { computeDeliveryId } from "#adapters/crypto/digests";
import { composeServices } from "#services/composition";
import { callApi } from "#testing/call-api";
import { record } from "#testing/delivery-records";
import { seedBelow } from "#testing/place-below";
import { createIntegration, type SeededOrganization, seedOrganization } from "#testing/seed";

/** Two organizations that use the same names for everything that they may name themselves. */
const services = composeServices(env);
let one: SeededOrganization;
let other: SeededOrganization;
beforeAll(async () => {
  one = await seedOrganization(env);
  // The nearest that two can be: where the names of objects and keys begin alike.
  other = await seedBelow(env, one.orgId);
});

const post = (bearer: string, n: number) =>
  callApi(
    bearer,
    "POST",
    "/api/v1/events",
    { type: "order.created", id: "order-1", payload: { n } },
    { "idempotency-key": "the-same" },
  );

describe("what two organizations name alike stays apart", () => {
  it("an Idempotency-Key and an event's own id are each organization's own", async () => {
    expect(await post(one.apiKey, 1)).toMatchObject({
      status: 202,
      body: { id: "order-1", duplicate: false },
    });
    expect(await post(other.apiKey, 2)).toMatchObject({
      status: 202,
      body: { id: "order-1", duplicate: false },
    });
    expect(await post(one.apiKey, 1)).toMatchObject({ status: 202, body: { duplicate: true } });
    expect(await post(other.apiKey, 1)).toMatchObject({
      status: 409,
      body: { code: "idempotency_conflict" },
    });
  });

  it("the same event id and integration id give different deliveries", () => {
    const ids = [one, other].map(({ orgId }) => computeDeliveryId(orgId, "order-1", "int_1", 1));
    expect(new Set(ids).size).toBe(2);
  });

  it("bodies lie under their organization's own key, and a look at one event shows one", async () => {
    for (const [{ orgId }, text] of [
      [one, "ours"],
      [other, "theirs"],
    ] as const) {
      const payloadAt = await services.bodies.putPayload(orgId, JSON.stringify({ text }), Date.now());
      expect(payloadAt.key.startsWith(`${orgId}/`)).toBe(true);
      await record(services, orgId, [{ eventId: "order-7", payloadAt }]);
    }
    const shown = await callApi(one.apiKey, "GET", "/api/v1/events/order-7");
    expect(shown.status).toBe(200);
    expect(shown.text).toContain("ours");
    expect(shown.text).not.toContain("theirs");
  });

  it("retention removes the bodies of the organization that it was asked about", async () => {
    const old = Date.now() - 90 * 86_400_000;
    for (const { orgId } of [one, other]) await services.bodies.putPayload(orgId, "{}", old);
    const left = async ({ orgId }: SeededOrganization) => {
      const day = new Date(old).toISOString().slice(0, 10);
      return (await env.BODIES.list({ prefix: `${orgId}/payloads/${day}/` })).objects.length;
    };
    await services.bodies.removeBefore(one.orgId, new Date().toISOString().slice(0, 10), 100);
    expect([await left(one), await left(other)]).toEqual([0, 1]);
  });

  it("what an isolate remembers of one is never answered for the other", async () => {
    const mine = await createIntegration(env, one.orgId, { name: "mine" });
    const theirs = await createIntegration(env, other.orgId, { name: "theirs" });
    for (const { orgId } of [one, other, one]) {
      const config = await services.configurations.load(orgId, 0);
      const ids = [...(config?.integrationsById.keys() ?? [])];
      expect(ids.includes(mine.id)).toBe(orgId === one.orgId);
      expect(ids.includes(theirs.id)).toBe(orgId === other.orgId);
    }
  });

  it("a name with a separator in it reaches nobody else's objects", async () => {
    for (const naming of [
      `${other.orgId}:0`,
      `${one.orgId}/${other.orgId}`,
      `${other.orgId}/`,
      "*",
      "%",
      "",
    ]) {
      const answer = await callApi(one.apiKey, "GET", "/api/v1/organization", undefined, {
        "x-organization-id": naming,
      });
      expect([naming, answer.status]).toEqual([naming, 404]);
    }
  });
});
