import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Json, Tenant } from "../support/api-client.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { createIntegration, openTenant, postEvent, waitFor, waitForStatus } from "./support.ts";

let tenant: Tenant;
let receiver: Receiver;

beforeEach(async () => {
  tenant = await openTenant("transformation");
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

const script = (source: string) => ({ transform: { kind: "script", source } });
const detailOf = (delivery: Json) =>
  tenant.api.expect(200, "GET", `/api/v1/deliveries/${String(delivery.id)}`);

async function delivered(settings: Json, payload: unknown, extra: Json = {}) {
  await createIntegration(tenant.api, receiver.url, settings);
  const id = await postEvent(tenant.api, payload, extra);
  const delivery = await waitForStatus(tenant.api, id, "delivered");
  return { id, delivery, requests: receiver.requests };
}

describe("a SIMPLE mapping, in the built Worker", () => {
  it("makes body, URL, method, headers and query of an event, and the log shows what was sent", async () => {
    await tenant.api.expect(201, "POST", "/api/v1/variables", { name: "SHOP", value: "blue" });
    const transform = {
      kind: "simple",
      mapping: {
        order: "{{payload.id}}",
        total: "{{payload.cents | divide: 100 | number: 2}}",
        lines: { $each: "payload.items", where: { "item.qty": { $gt: 0 } }, do: "{{item.sku}}" },
        shop: "{{env.SHOP}}",
        day: "{{event.occurredAt | date: 'yyyy-MM-dd', 'Asia/Tokyo'}}",
        tenant: "{{config.tenantId}}",
        gift: "{{payload.gift | optional}}",
      },
      url: `${receiver.url}/orders/{{payload.id}}`,
      method: "PUT",
      headers: { "X-Shop": "{{env.SHOP}}" },
      query: { country: "{{payload.country}}" },
    };
    const payload = {
      id: "A/1",
      cents: 1299,
      country: "d e",
      items: [
        { sku: "a", qty: 1 },
        { sku: "b", qty: 0 },
      ],
    };
    const occurredAt = "2026-01-31T20:00:00Z";
    const { requests, delivery } = await delivered({ transform }, payload, { occurredAt });
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "PUT /orders/A%2F1?country=d+e",
    ]);
    expect(requests[0]?.headers["x-shop"]).toBe("blue");
    const body = {
      order: "A/1",
      total: "12.99",
      lines: ["a"],
      shop: "blue",
      day: "2026-02-01",
      tenant: tenant.orgId,
    };
    expect(JSON.parse(requests[0]?.body ?? "")).toEqual(body);
    const detail = await detailOf(delivery);
    expect(JSON.parse(String((detail.request as Json).body))).toEqual(body);
    expect(JSON.parse(String(detail.payloadText))).toEqual(payload);
  });

  it("keeps every digit, also of a payload that is too large to travel", async () => {
    const text = "x".repeat(300_000);
    const transform = {
      kind: "simple",
      mapping: { n: "{{payload.n}}", length: "{{payload.text | length}}" },
    };
    await createIntegration(tenant.api, receiver.url, { transform });
    // As text: JavaScript would round the number before it is sent.
    const body = `{"type":"order.created","payload":{"n":12345678901234567890,"text":"${text}"}}`;
    const { json } = await tenant.api.call("POST", "/api/v1/events", body);
    await waitForStatus(tenant.api, String(json.id), "delivered");
    expect(receiver.requests[0]?.body).toBe('{"n":12345678901234567890,"length":300000}');
  });

  it("is refused when it is saved, with a pointer to what is wrong", async () => {
    const settings = {
      transform: { kind: "simple", mapping: { a: ["{{env.SHOP}}", "{{payload.x | uper}}"] } },
    };
    const answer = await tenant.api.call("POST", "/api/v1/integrations", {
      name: "wrong",
      eventTypes: ["*"],
      url: receiver.url,
      ...settings,
    });
    expect(answer.status).toBe(422);
    expect(answer.json.errors).toEqual([
      { pointer: "/transform/mapping/a/0", message: expect.stringContaining("env.SHOP is unknown") },
      { pointer: "/transform/mapping/a/1", message: expect.stringContaining("Did you mean upper?") },
    ]);
  });
});

describe("a script, in the built Worker", () => {
  it("changes the payload, the URL, the method and headers; its log and fuel are kept", async () => {
    const source = `function transform(payload, context) {
      console.log("order", payload.id);
      return context.request({
        payload: { id: payload.id, at: new Date().toISOString(), type: context.event.type },
        url: context.target.url + "/changed", method: "PATCH", headers: { "x-made": "yes" },
      });
    }`;
    const { requests, delivery } = await delivered(script(source), { id: 7 });
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual(["PATCH //changed"]);
    expect(requests[0]?.headers["x-made"]).toBe("yes");
    const detail = await detailOf(delivery);
    const event = detail.event as Json;
    expect(JSON.parse(requests[0]?.body ?? "")).toEqual({
      id: 7,
      at: event.acceptedAt,
      type: "order.created",
    });
    const step = (detail.steps as Json[]).find(({ name }) => name === "transform");
    expect(step).toMatchObject({ log: [{ level: "log", text: "order 7" }], fuelUsed: expect.any(Number) });
  });

  it("that cancels ends the delivery without a request", async () => {
    await createIntegration(
      tenant.api,
      receiver.url,
      script('function transform(p, c) { c.cancel("not ours"); }'),
    );
    const id = await postEvent(tenant.api, { n: 1 });
    const cancelled = await waitForStatus(tenant.api, id, "cancelled");
    expect(cancelled.detail).toContain("not ours");
    expect(receiver.requests).toEqual([]);
  });

  it("that makes three messages sends them in order; a retry begins with the one that failed", async () => {
    let failures = 1;
    receiver.answer((request, response) => {
      const refused = request.body.includes("two") && failures-- > 0;
      response.writeHead(refused ? 503 : 200).end();
    });
    const source =
      'function transform(p, c) { return c.several(["one", "two", "three"].map((n) => ({ n }))); }';
    await createIntegration(tenant.api, receiver.url, script(source));
    const id = await postEvent(tenant.api, { n: 1 });
    const delivery = await waitForStatus(tenant.api, id, "delivered");
    const sent = receiver.requests.map(({ headers, body }) => `${String(headers["webhook-id"])} ${body}`);
    expect(sent).toEqual([
      `${id}~1 {"n":"one"}`,
      `${id}~2 {"n":"two"}`,
      `${id}~2 {"n":"two"}`,
      `${id}~3 {"n":"three"}`,
    ]);
    const history = (await detailOf(delivery)).attemptHistory as { messages: Json[] }[];
    expect(history.map(({ messages }) => messages.map((message) => message.id))).toEqual([
      [`${id}~1`, `${id}~2`],
      [`${id}~2`, `${id}~3`],
    ]);
  });

  it("takes a payload that is as large as a payload may be", async () => {
    const source =
      "function transform(p) { return { ...p, rows: p.rows.map((row) => ({ ...row, seen: true })) }; }";
    const rows = Array.from({ length: 9_000 }, (_, n) => ({ n, text: "x".repeat(70) }));
    const { requests } = await delivered(script(source), { rows });
    const body = JSON.parse(requests[0]?.body ?? "") as { rows: Json[] };
    expect(body.rows).toHaveLength(9_000);
    expect(body.rows.at(-1)).toEqual({ n: 8_999, text: "x".repeat(70), seen: true });
  });

  it("that is broken makes dead letters; mended, they are retried from the message that failed", async () => {
    const broken = "function transform(payload) { return { name: payload.customer.name }; }";
    const { id } = await createIntegration(tenant.api, receiver.url, script(broken));
    const event = await postEvent(tenant.api, { n: 1 });
    const dead = await waitForStatus(tenant.api, event, "dead_lettered");
    expect(dead).toMatchObject({ category: "VALIDATION", attempts: 1 });
    expect(String(dead.detail)).toMatch(/threw.*line 1/);
    expect(String(dead.hint)).toContain("dry-run");
    const mended = script("function transform(payload) { return { n: payload.n }; }");
    await tenant.api.expect(200, "PATCH", `/api/v1/integrations/${id}`, mended);
    await tenant.api.call("POST", `/api/v1/dead-letters/${String(dead.id)}/retry`);
    await waitForStatus(tenant.api, event, "delivered");
    expect(receiver.requests.map(({ body }) => body)).toEqual(['{"n":1}']);
  });

  it.each([
    ["a header of the gateway", '{ payload: 1, headers: { "webhook-id": "x" } }', /set by the gateway/],
    ["a line break in a header", '{ payload: 1, headers: { "x-a": "b\\r\\nx-c: d" } }', /one line/],
    ["a method without a body", '{ payload: 1, method: "GET" }', /GET is not a method/],
    ["no URL", '{ payload: 1, url: "nowhere" }', /not complete/],
    ["a scheme that is none of ours", '{ payload: 1, url: "file:///etc/passwd" }', /./],
    ["fifty-one messages", null, /at most 50/],
    ["an endless loop", "(() => { for (;;); })()", /fuel/],
  ])("that wants %s is a dead letter that says so", async (_what, request, message) => {
    const answer =
      request === null
        ? "context.several(Array.from({ length: 51 }, () => 1))"
        : `context.request(${request})`;
    await createIntegration(
      tenant.api,
      receiver.url,
      script(`function transform(p, context) { return ${answer}; }`),
    );
    const id = await postEvent(tenant.api, { n: 1 });
    const dead = await waitForStatus(tenant.api, id, "dead_lettered");
    expect(String(dead.detail)).toMatch(message);
    expect(receiver.requests).toEqual([]);
  });

  it("is refused when it is saved: its syntax with the line, and the missing function", async () => {
    const save = (source: string) =>
      tenant.api.call("POST", "/api/v1/integrations", {
        name: "x",
        eventTypes: ["*"],
        url: receiver.url,
        ...script(source),
      });
    const wrong = await save("function transform(p) {\n  return p +;\n}");
    expect(wrong.status).toBe(422);
    expect(wrong.json.errors).toEqual([
      { pointer: "/transform/source", message: expect.stringMatching(/^Line 2: /) },
    ]);
    expect((await save("function other() {}")).json.errors).toEqual([
      { pointer: "/transform/source", message: expect.stringContaining("transform") },
    ]);
  });
});

describe("a script that burns all its fuel", () => {
  it("makes its organization's other deliveries wait, and none of those is lost when it is mended", async () => {
    const endless = script("function transform(p) { for (;;); }");
    const { id } = await createIntegration(tenant.api, receiver.url, endless);
    const events = await Promise.all(Array.from({ length: 8 }, (_, n) => postEvent(tenant.api, { n })));
    const statuses = async () => {
      const page = await tenant.api.expect(200, "GET", "/api/v1/deliveries?limit=200");
      return page.items as Json[];
    };
    const held = await waitFor(
      "a delivery to be held",
      async () => (await statuses()).find(({ status }) => status === "held") ?? null,
    );
    expect(held).toMatchObject({ attempts: 0, category: null });
    expect(String(held.detail)).toContain("rests");
    // The cage runs nothing of this organization now, and yet it looks at the script that mends it.
    const mended = script("function transform(p) { return p; }");
    await tenant.api.expect(200, "PATCH", `/api/v1/integrations/${id}`, mended);
    const settled = await waitFor(
      "every delivery to be settled",
      async () => {
        const all = await statuses();
        return all.every(({ status }) => status === "delivered" || status === "dead_lettered") ? all : null;
      },
      90_000,
    );
    expect(settled).toHaveLength(events.length);
    // Those whose turn came before the new script burnt their fuel; the others only waited.
    expect(settled.some(({ status }) => status === "delivered")).toBe(true);
    expect(settled.every(({ status, detail }) => status === "delivered" || /fuel/.test(String(detail)))).toBe(
      true,
    );
  }, 120_000);
});

describe("a dry run", () => {
  it("shows before, after, log and fuel of a past event with a script that is not saved, and sends nothing", async () => {
    const { id } = await createIntegration(tenant.api, receiver.url, {
      headers: { authorization: "Bearer very-secret-1" },
    });
    const event = await postEvent(tenant.api, { n: 41 });
    const delivery = await waitForStatus(tenant.api, event, "delivered");
    const transform = {
      kind: "script",
      source: "function transform(p) { console.warn('hm'); return { n: p.n + 1 }; }",
    };
    for (const source of [
      { eventId: event },
      { deliveryId: delivery.id },
      { type: "order.created", payload: { n: 41 } },
    ]) {
      const answer = await tenant.api.expect(200, "POST", `/api/v1/integrations/${id}/dry-run`, {
        ...source,
        transform,
      });
      expect(answer).toMatchObject({
        before: '{"n":41}',
        outcome: "messages",
        messages: [
          {
            url: `${receiver.url}/`,
            body: '{"n":42}',
            headers: { authorization: "[redacted]" },
            refusal: null,
          },
        ],
        log: [{ level: "warn", text: "hm" }],
        validationErrors: [],
      });
      expect(answer.fuelUsed).toBeGreaterThan(0);
    }
    expect(receiver.requests).toHaveLength(1);
  });

  it("of a mapping that fails says where", async () => {
    const { id } = await createIntegration(tenant.api, receiver.url);
    const answer = await tenant.api.expect(200, "POST", `/api/v1/integrations/${id}/dry-run`, {
      payload: { a: 1 },
      transform: { kind: "simple", mapping: { b: "{{payload.b}}" } },
    });
    expect(answer).toMatchObject({
      outcome: "failed",
      detail: expect.stringMatching(/^\/mapping\/b: payload\.b is missing/),
    });
    const bad = await tenant.api.call("POST", `/api/v1/integrations/${id}/dry-run`, {
      payload: 1,
      eventId: "evt_1",
    });
    expect(bad.status).toBe(422);
  });
});

describe("variables", () => {
  it("are refused when they look like secrets, and kept while a transformation uses them", async () => {
    const make = (name: string, value: string) =>
      tenant.api.call("POST", "/api/v1/variables", { name, value });
    expect((await make("API_KEY", "x")).json.errors).toMatchObject([{ pointer: "/name" }]);
    expect((await make("PAYMENTS", "sk_live_51Habcdefgh")).json.errors).toMatchObject([
      { pointer: "/value" },
    ]);
    expect((await make("SHOP", "blue")).status).toBe(201);
    expect((await make("SHOP", "red")).status).toBe(409);
    const transform = { kind: "simple", mapping: "{{env.SHOP}}" };
    const { id } = await createIntegration(tenant.api, receiver.url, { transform });
    expect((await tenant.api.call("DELETE", "/api/v1/variables/SHOP")).status).toBe(409);
    await tenant.api.expect(200, "PATCH", `/api/v1/integrations/${id}`, { transform: null });
    expect((await tenant.api.call("DELETE", "/api/v1/variables/SHOP")).status).toBe(204);
  });

  it("count from the next delivery on", async () => {
    await tenant.api.expect(201, "POST", "/api/v1/variables", { name: "SHOP", value: "blue" });
    await createIntegration(tenant.api, receiver.url, {
      transform: { kind: "simple", mapping: "{{env.SHOP}}" },
    });
    await waitForStatus(tenant.api, await postEvent(tenant.api, 1), "delivered");
    await tenant.api.expect(200, "PUT", "/api/v1/variables/SHOP", { value: "red" });
    await waitForStatus(tenant.api, await postEvent(tenant.api, 2), "delivered");
    expect(receiver.requests.map(({ body }) => body)).toEqual(['"blue"', '"red"']);
  });
});
