import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { CircuitState } from "#domain/flow/circuit-state";
import { composeServices } from "#services/composition";
import { callApi } from "#testing/call-api";
import { createIntegration, seedOrganization } from "#testing/seed";

const services = composeServices(env);
const OPEN: Omit<CircuitState, "integrationId"> = {
  phase: "open",
  since: Date.parse("2026-11-20T12:00:00Z"),
  cause: "consecutive_failures",
  reason: null,
  by: null,
  restsUntil: Date.parse("2026-11-20T12:05:00Z"),
  trips: 2,
};

async function world() {
  const { orgId, apiKey } = await seedOrganization(env);
  const make = async (name: string) => (await createIntegration(env, orgId, { name })).id;
  const call = (method: string, path: string, body?: unknown) =>
    callApi(apiKey, method, `/api/v1${path}`, body);
  const list = async () => (await call("GET", "/circuits")).body as { items: { integrationId: string }[] };
  const keep = (integrationId: string, given: Partial<CircuitState> = {}) =>
    services.circuitStates.keep(orgId, { ...OPEN, integrationId, ...given });
  return { orgId, make, call, list, keep };
}

describe("GET /api/v1/circuits", () => {
  it("lists what is paused until it is resumed, without asking its object", async () => {
    const { make, call, list } = await world();
    const id = await make("Shop");
    expect(await list()).toMatchObject({ items: [] });
    await call("POST", `/integrations/${id}/circuit/pause`, { reason: "The receiver moves." });
    expect(await list()).toEqual({
      nextCursor: null,
      items: [
        {
          integrationId: id,
          name: "Shop",
          phase: "paused",
          since: expect.stringMatching(/^\d{4}-.*Z$/),
          cause: "paused",
          reason: "The receiver moves.",
          by: expect.stringMatching(/^api_key:/),
          restsUntil: null,
          trips: 0,
        },
      ],
    });
    await call("POST", `/integrations/${id}/circuit/resume`, { reason: "It is there." });
    expect(await list()).toMatchObject({ items: [] });
  });

  it("shows an open one with its rest, the last change first, and the list of integrations its badge", async () => {
    const { make, call, list, keep } = await world();
    const [early, late, calm] = [await make("early"), await make("late"), await make("calm")];
    await keep(early);
    await keep(late, { since: OPEN.since + 1 });
    const { items } = await list();
    expect(items.map(({ integrationId }) => integrationId)).toEqual([late, early]);
    expect(items[1]).toMatchObject({ phase: "open", restsUntil: "2026-11-20T12:05:00.000Z", trips: 2 });
    const { body } = await call("GET", "/integrations");
    const badges = (body as { items: { id: string; circuit: unknown }[] }).items.map(({ id, circuit }) => [
      id,
      circuit,
    ]);
    expect(Object.fromEntries(badges)).toEqual({
      [calm]: null,
      [late]: expect.objectContaining({ phase: "open" }),
      [early]: {
        phase: "open",
        since: "2026-11-20T12:00:00.000Z",
        restsUntil: "2026-11-20T12:05:00.000Z",
      },
    });
  });

  it("goes on page by page, also where several changed in one millisecond", async () => {
    const { make, call, keep } = await world();
    const ids = [await make("a"), await make("b"), await make("c")];
    for (const id of ids) await keep(id);
    const seen: string[] = [];
    let cursor = "";
    do {
      const { body } = await call("GET", `/circuits?limit=1${cursor}`);
      const page = body as { items: { integrationId: string }[]; nextCursor: string | null };
      seen.push(...page.items.map(({ integrationId }) => integrationId));
      cursor = page.nextCursor === null ? "" : `&cursor=${page.nextCursor}`;
    } while (cursor !== "");
    expect(seen.toSorted()).toEqual(ids.toSorted());
  });

  it("believes the newer change, in whatever order they are told", async () => {
    const { make, list, keep } = await world();
    const id = await make("Shop");
    await keep(id, { phase: "closed", since: OPEN.since + 10 });
    await keep(id);
    expect(await list()).toMatchObject({ items: [] });
  });

  it("is mended by a look at the circuit itself, when a change was lost", async () => {
    const { orgId, make, call, list } = await world();
    const id = await make("Shop");
    await call("POST", `/integrations/${id}/circuit/pause`, { reason: "moving" });
    await env.DB.prepare("DELETE FROM circuit_states WHERE org_id = ?1").bind(orgId).run();
    expect(await list()).toMatchObject({ items: [] });
    await call("GET", `/integrations/${id}/circuit`);
    expect(await list()).toMatchObject({ items: [{ integrationId: id, phase: "paused" }] });
  });

  it("forgets an integration that is deleted, also when its circuit changes after that", async () => {
    const { orgId, make, call, list, keep } = await world();
    const id = await make("Shop");
    await keep(id);
    expect((await call("DELETE", `/integrations/${id}`)).status).toBe(204);
    await keep(id, { since: OPEN.since + 1 });
    expect(await list()).toMatchObject({ items: [] });
    expect(await services.circuitStates.find(orgId, id)).toBeNull();
  });

  it("shows an organization its own ones only", async () => {
    const one = await world();
    const other = await world();
    await one.keep(await one.make("Shop"));
    expect(await other.list()).toMatchObject({ items: [] });
  });
});
