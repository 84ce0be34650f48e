import { env } from "cloudflare:workers";
import { Webhook } from "standardwebhooks";
import { beforeEach, describe, expect, it } from "vitest";
import type { Exchange, OutgoingRequest } from "#domain/ports";
import { createApp } from "#http/app";
import { composeServices } from "#services/composition";
import { callApi } from "#testing/call-api";
import { createIntegration, seedOrganization } from "#testing/seed";

/** The network is the only thing that is played here; the built Worker's own tests send for real. */
const sent: OutgoingRequest[] = [];
let result: Exchange["result"] = { kind: "response", status: 204, headers: {} };
const app = createApp((bindings) => ({
  ...composeServices(bindings),
  send: async (request) => {
    sent.push(request);
    return { result, durationMs: 12, body: "thanks", bodyTruncated: false };
  },
}));

let orgId = "";
let key = "";
beforeEach(async () => {
  ({ orgId, apiKey: key } = await seedOrganization(env));
  sent.length = 0;
  result = { kind: "response", status: 204, headers: { "set-cookie": "session=1" } };
});

async function test(id: string, body: unknown = {}) {
  const response = await app.request(
    `https://gateway.test/api/v1/integrations/${id}/test`,
    {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: typeof body === "string" ? body : JSON.stringify(body),
    },
    env,
  );
  return { status: response.status, text: await response.clone().text(), body: await response.json() };
}

describe("a test", () => {
  it("sends the catalogue's example, signed, and answers every step", async () => {
    const { id, signingSecret } = await createIntegration(env, orgId, {
      eventTypes: ["order.created"],
      headers: { Authorization: "Bearer a-very-secret-token" },
    });
    const answer = await test(id);
    expect(answer).toMatchObject({
      status: 200,
      body: {
        type: "order.created",
        payloadSource: "example",
        skipReason: null,
        outcome: "success",
        category: null,
        hint: null,
        next: { kind: "delivered" },
        trace: {
          durationMs: 12,
          request: { headers: { Authorization: "[redacted]", "webhook-signature": "[redacted]" } },
          response: { status: 204, headers: { "set-cookie": "[redacted]" }, body: "thanks" },
        },
      },
    });
    const { trace } = answer.body as { trace: { steps: { name: string }[]; request: { body: string } } };
    expect(trace.steps.map(({ name }) => name)).toEqual([
      "match",
      "transform",
      "check_target",
      "sign",
      "send",
      "classify",
    ]);
    expect(answer.text).not.toContain("a-very-secret-token");
    const [request] = sent;
    expect(JSON.parse(request?.body ?? "")).toMatchObject({ orderId: expect.any(String) });
    expect(request?.body).toBe(trace.request.body);
    expect(request?.headers).toMatchObject({
      Authorization: "Bearer a-very-secret-token",
      "x-gateway-test": "true",
    });
    expect(() =>
      new Webhook(signingSecret).verify(request?.body ?? "", { ...request?.headers }),
    ).not.toThrow();
  });

  it("sends a given payload exactly as it was written", async () => {
    const { id } = await createIntegration(env, orgId);
    await test(id, '{"type":"a.b","payload":{"n":12345678901234567890, "2":1,"1":2}}');
    expect(sent[0]?.body).toBe('{"n":12345678901234567890, "2":1,"1":2}');
    await test(id, '{"type":"a.b","payload":null}');
    expect(sent[1]?.body).toBe("null");
  });

  it("names the category, the hint and what would follow", async () => {
    const { id } = await createIntegration(env, orgId);
    result = { kind: "response", status: 503, headers: { "retry-after": "120" } };
    const before = Date.now();
    const { body } = await test(id);
    expect(body).toMatchObject({
      outcome: "failure",
      category: "SERVER_ERROR",
      hint: expect.stringContaining("overloaded"),
      next: { kind: "retry", reason: "receiver_asked" },
    });
    const at = Date.parse((body as { next: { at: string } }).next.at);
    expect(at).toBeGreaterThanOrEqual(before + 120_000);
    result = { kind: "response", status: 410, headers: {} };
    expect((await test(id)).body).toMatchObject({ next: { kind: "dead_letter", disable: "gone_410" } });
    result = { kind: "timeout", timeoutMs: 15_000 };
    expect((await test(id)).body).toMatchObject({ category: "TIMEOUT", trace: { response: null } });
  });

  it("works while the integration is off, says that it is, and changes nothing", async () => {
    const { id } = await createIntegration(env, orgId, { enabled: false });
    result = { kind: "response", status: 410, headers: {} };
    const answer = await test(id);
    expect(answer.body).toMatchObject({ skipReason: "disabled", next: { kind: "dead_letter" } });
    expect(answer.text).toContain("would be skipped: disabled");
    const { body } = await callApi(key, "GET", `/api/v1/integrations/${id}`);
    expect(body).toMatchObject({ enabled: false, disabledReason: null });
    const rows = await env.DB.prepare("SELECT count(*) AS n FROM deliveries WHERE org_id = ?")
      .bind(orgId)
      .first<{ n: number }>();
    expect(rows?.n).toBe(0);
  });

  it("says that real events would become dead letters while the gateway has switched it off", async () => {
    const { id } = await createIntegration(env, orgId);
    await composeServices(env).integrationSwitch.disable(orgId, id, "gone_410", Date.now());
    const { body } = await test(id);
    expect((body as { trace: { steps: unknown[] } }).trace.steps[0]).toMatchObject({
      detail: "would become a dead letter: switched off (gone_410)",
    });
  });

  it("says why routing would not choose this integration", async () => {
    const { id } = await createIntegration(env, orgId, {
      eventTypes: ["order.*"],
      filter: { "labels.env": "prod" },
    });
    const other = await test(id, { type: "user.created" });
    const match = { name: "match", detail: "would be skipped: event_type" };
    expect(other.body).toMatchObject({ skipReason: "event_type" });
    expect((other.body as { trace: { steps: unknown[] } }).trace.steps[0]).toMatchObject(match);
    expect((await test(id, { type: "order.paid" })).body).toMatchObject({ skipReason: "filter" });
    const labels = { env: "prod" };
    expect((await test(id, { type: "order.paid", labels })).body).toMatchObject({ skipReason: null });
  });

  it("tests what was saved through another isolate a moment ago", async () => {
    const { id } = await createIntegration(env, orgId);
    await composeServices(env).configurations.load(orgId, 0);
    await env.DB.prepare("UPDATE integrations SET config = json_set(config, '$.method', 'PUT') WHERE id = ?")
      .bind(id)
      .run();
    await test(id);
    expect(sent[0]?.method).toBe("PUT");
  });

  it.each([
    ["/type", { type: "a..b" }],
    ["/labels/n", { labels: { n: 1 } }],
    ["/paylod", { paylod: {} }],
  ])("refuses a bad wish, points at %s, and sends nothing", async (pointer, body) => {
    const { id } = await createIntegration(env, orgId);
    expect(await test(id, body)).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
    expect(sent).toEqual([]);
  });
});
