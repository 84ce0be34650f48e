import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { composeServices } from "#services/composition";
import { blockLanes } from "#testing/block-lanes";
import { callApi } from "#testing/call-api";
import { createIntegration, seedApiKey, seedOrganization } from "#testing/seed";

let orgId = "";
let key = "";
beforeAll(async () => {
  ({ orgId, apiKey: key } = await seedOrganization(env));
});

const pathOf = (id: string, query = "") => `/api/v1/integrations/${id}/blocked-lanes${query}`;

async function openBlocked() {
  const { id } = await createIntegration(env, orgId);
  const identity = { orgId, integrationId: id };
  const { integrations } = composeServices(env);
  const ids = await blockLanes({ integrations }, identity, ["=cus_1", "=cus_1", "-", ""]);
  return { id, identity, integrations, ids };
}

describe("the lanes that dead letters stop", () => {
  it("are listed with the first of them, page by page", async () => {
    const { id } = await openBlocked();
    const first = await callApi(key, "GET", pathOf(id, "?limit=2"));
    expect(first.status, first.text).toBe(200);
    expect(first.body).toMatchObject({
      items: [
        { lane: "", key: { kind: "whole" }, deliveryId: "dlv_stopped_3", deadLetters: 1, waiting: 0 },
        { lane: "-", key: { kind: "missing" }, deliveryId: "dlv_stopped_2", waitingExact: true },
      ],
    });
    const { nextCursor } = first.body as { nextCursor: string };
    const second = await callApi(key, "GET", pathOf(id, `?limit=2&cursor=${nextCursor}`));
    expect(second.body).toMatchObject({
      items: [
        {
          key: { kind: "value", value: "cus_1" },
          deliveryId: "dlv_stopped_0",
          deadLetters: 2,
          since: expect.stringMatching(/Z$/),
        },
      ],
      nextCursor: null,
    });
  });

  it("are none where nothing is stopped, and when the dead letters are no longer kept", async () => {
    const quiet = await createIntegration(env, orgId);
    expect((await callApi(key, "GET", pathOf(quiet.id))).body).toEqual({ items: [], nextCursor: null });
    const { id, identity, integrations, ids } = await openBlocked();
    await integrations.unblock(identity, ids);
    expect((await callApi(key, "GET", pathOf(id))).body).toEqual({ items: [], nextCursor: null });
  });

  it("are shown to nobody else, and only to who may see dead letters", async () => {
    const { id } = await openBlocked();
    const stranger = (await seedOrganization(env)).apiKey;
    expect((await callApi(stranger, "GET", pathOf(id))).status).toBe(404);
    const other = await seedApiKey(env, orgId, ["integrations:read"]);
    expect((await callApi(other, "GET", pathOf(id))).status).toBe(403);
  });
});
