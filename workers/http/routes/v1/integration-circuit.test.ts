import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { callApi } from "#testing/call-api";
import { createIntegration, seedOrganization } from "#testing/seed";

let orgId = "";
let key = "";
beforeAll(async () => {
  ({ orgId, apiKey: key } = await seedOrganization(env));
});

const pathOf = (id: string, order = "") => `/api/v1/integrations/${id}/circuit${order}`;
const reason = "The receiver is being moved.";

describe("an integration's circuit", () => {
  it("is closed and empty at first", async () => {
    const { id } = await createIntegration(env, orgId);
    const answer = await callApi(key, "GET", pathOf(id));
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body).toEqual({
      phase: "closed",
      paused: null,
      restsUntil: null,
      trips: 0,
      learnedPerMinute: null,
      drain: null,
      waiting: 0,
      heldBack: 0,
      changes: [],
    });
  });

  it("is paused and resumed with a reason, and says who did it", async () => {
    const { id } = await createIntegration(env, orgId);
    const paused = await callApi(key, "POST", pathOf(id, "/pause"), { reason });
    expect(paused.status, paused.text).toBe(200);
    expect(paused.body).toMatchObject({ phase: "paused", paused: { reason } });
    const drain = { limit: 10, per: "second", burst: 1 };
    const resumed = await callApi(key, "POST", pathOf(id, "/resume"), { reason: "It is there.", drain });
    expect(resumed.status, resumed.text).toBe(200);
    const { body } = await callApi(key, "GET", pathOf(id));
    expect(body).toMatchObject({
      phase: "closed",
      paused: null,
      changes: [
        { from: "paused", to: "closed", cause: "resumed", reason: "It is there." },
        { from: "closed", to: "paused", cause: "paused", reason, by: expect.stringMatching(/^api_key:/) },
      ],
    });
  });

  it("is not paused without a reason, nor resumed at an impossible rate", async () => {
    const { id } = await createIntegration(env, orgId);
    expect((await callApi(key, "POST", pathOf(id, "/pause"), {})).status).toBe(422);
    expect((await callApi(key, "POST", pathOf(id, "/pause"), { reason: "  " })).status).toBe(422);
    const drain = { limit: 0, per: "second", burst: 1 };
    const refused = await callApi(key, "POST", pathOf(id, "/resume"), { reason, drain });
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({ errors: [{ pointer: "/drain/limit" }] });
  });

  it("is nobody else's to see or to pause", async () => {
    const { id } = await createIntegration(env, orgId);
    const stranger = (await seedOrganization(env)).apiKey;
    expect((await callApi(stranger, "GET", pathOf(id))).status).toBe(404);
    expect((await callApi(stranger, "POST", pathOf(id, "/pause"), { reason })).status).toBe(404);
    expect((await callApi(key, "GET", pathOf(id))).body).toMatchObject({ phase: "closed" });
  });
});
