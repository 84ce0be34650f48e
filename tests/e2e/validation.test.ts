import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ApiClient, Json } from "../support/api-client.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { createIntegration, openTenant, postEvent, waitFor, waitForStatus } from "./support.ts";

let api: ApiClient;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
  api = (await openTenant("validation")).api;
});
afterAll(() => receiver.close());

const ORDER = {
  type: "object",
  required: ["orderId"],
  properties: {
    orderId: { type: "integer" },
    currency: { type: "string", default: "EUR" },
    items: { type: "array", items: { $ref: "#/definitions/item" } },
  },
  definitions: {
    item: { type: "object", required: ["sku"], additionalProperties: false, properties: { sku: {} } },
  },
};
/** Twenty digits: a number in JavaScript keeps sixteen. */
const LONG_NUMBER = '{"orderId": 12345678901234567890, "note":"kept"}';

async function targetOf(mode: string, type: string, schema: unknown = ORDER): Promise<string> {
  const { id } = await createIntegration(api, `${receiver.url}/${type}`, {
    eventTypes: [type],
    validation: { mode, schema },
  });
  return id;
}

const bodiesAt = (type: string) =>
  receiver.requests.filter(({ path }) => path === `/${type}`).map(({ body }) => body);

async function validateStep(eventId: string, status: string): Promise<Json> {
  const { id } = await waitForStatus(api, eventId, status);
  const detail = await api.expect(200, "GET", `/api/v1/deliveries/${id}`);
  const [attempt] = detail.attemptHistory as Json[];
  const steps = (attempt?.trace as Json | undefined)?.steps ?? attempt?.steps;
  return (steps as Json[]).find(({ name }) => name === "validate") ?? {};
}

function post(type: string, payloadText: string) {
  return api.call("POST", "/api/v1/events", `{"type":"${type}","payload":${payloadText}}`);
}

describe("an integration's schema", () => {
  it("STRICT: what does not fit is a dead letter at once, with errors by field and without a value", async () => {
    const id = await targetOf("STRICT", "strict.sent");
    const bad = await postEvent(api, { orderId: "hunter2", items: [{}] }, { type: "strict.sent" });
    const step = await validateStep(bad, "dead_lettered");
    expect(step.errors).toEqual([
      { pointer: "/orderId", keyword: "type", message: "must be integer" },
      { pointer: "/items/0", keyword: "required", message: "must have required property 'sku'" },
    ]);
    expect(JSON.stringify(step)).not.toContain("hunter2");
    const delivery = await waitForStatus(api, bad, "dead_lettered");
    expect([delivery.category, delivery.attempts]).toEqual(["VALIDATION", 1]);
    expect(bodiesAt("strict.sent")).toEqual([]);

    const answer = await post("strict.sent", LONG_NUMBER);
    await waitForStatus(api, String(answer.json.id), "delivered");
    expect(bodiesAt("strict.sent")).toEqual([LONG_NUMBER]);

    const metrics = await api.expect(200, "GET", `/api/v1/integrations/${id}/validation-metrics`);
    expect(metrics).toMatchObject({ checked: 2, failed: 1, failureRate: 0.5 });
  });

  it("LAX: it is delivered byte for byte, and what does not fit is noted", async () => {
    await targetOf("LAX", "lax.sent");
    const text = '{"orderId": "no",  "big": 12345678901234567890}';
    const { json } = await post("lax.sent", text);
    const step = await validateStep(String(json.id), "delivered");
    expect(step.errors).toMatchObject([{ pointer: "/orderId", keyword: "type" }]);
    expect(bodiesAt("lax.sent")).toEqual([text]);
  });

  it("TRANSFORM: types are coerced and defaults filled in; what still does not fit is refused", async () => {
    await targetOf("TRANSFORM", "transform.sent");
    const good = await postEvent(api, { orderId: "42" }, { type: "transform.sent" });
    await waitForStatus(api, good, "delivered");
    expect(bodiesAt("transform.sent")).toEqual(['{"orderId":42,"currency":"EUR"}']);
    const bad = await postEvent(api, { orderId: "forty-two" }, { type: "transform.sent" });
    expect(await validateStep(bad, "dead_lettered")).toMatchObject({ errors: [{ pointer: "/orderId" }] });
  });

  it("is refused with pointers when it does not compile, leads elsewhere, or is of a draft nobody knows", async () => {
    const save = async (schema: unknown) =>
      api.call("POST", "/api/v1/integrations", {
        name: "bad",
        eventTypes: ["bad.*"],
        url: receiver.url,
        validation: { mode: "STRICT", schema },
      });
    const pointer = async (schema: unknown) => {
      const { status, json } = await save(schema);
      return [status, (json.errors as Json[])[0]?.pointer];
    };
    expect(await pointer({ properties: { a: { type: "strin" } } })).toEqual([
      422,
      "/validation/schema/properties/a/type",
    ]);
    expect(await pointer({ items: { $ref: "http://127.0.0.1:9/secret.json" } })).toEqual([
      422,
      "/validation/schema/items/$ref",
    ]);
    expect(await pointer({ $schema: "http://json-schema.org/draft-03/schema#" })).toEqual([
      422,
      "/validation/schema/$schema",
    ]);
    expect(await pointer({ pattern: "(" })).toEqual([422, "/validation/schema/pattern"]);
    expect(await pointer("no schema")).toEqual([422, "/validation/schema"]);
    expect(await pointer({ description: "x".repeat(66_000) })).toEqual([422, "/validation/schema"]);
  });

  it("is shown as it was saved, and goes when it is set to null", async () => {
    const id = await targetOf("STRICT", "shown.sent");
    const path = `/api/v1/integrations/${id}`;
    const shown = await api.expect(200, "GET", path);
    expect(shown.validation).toEqual({ mode: "STRICT", schema: ORDER });
    await api.expect(200, "PATCH", path, { validation: null });
    const event = await postEvent(api, { orderId: "no" }, { type: "shown.sent" });
    await waitForStatus(api, event, "delivered");
  });

  it("is reported on before it is switched on, with real events", async () => {
    const { id } = await createIntegration(api, `${receiver.url}/report.sent`, {
      eventTypes: ["report.sent"],
    });
    const ids = await Promise.all([
      postEvent(api, { orderId: 1 }, { type: "report.sent" }),
      postEvent(api, { orderId: "2" }, { type: "report.sent" }),
      postEvent(api, { orderId: 3, items: [{ sku: 1 }, {}, {}] }, { type: "report.sent" }),
    ]);
    for (const event of ids) await waitForStatus(api, event, "delivered");
    const wish = { schema: ORDER, mode: "STRICT", last: 10 };
    const report = await api.expect(200, "POST", `/api/v1/integrations/${id}/validation-report`, wish);
    expect(report).toMatchObject({
      found: 3,
      checked: 3,
      fitting: 1,
      failing: 2,
      unreadable: 0,
      endedEarly: false,
    });
    expect(report.failures).toContainEqual({ field: "/items/*", keyword: "required", count: 1 });
    expect(report.failures).toContainEqual({ field: "/orderId", keyword: "type", count: 1 });
    expect((report.examples as Json[]).map(({ eventId }) => eventId).sort()).toEqual(ids.slice(1).sort());

    await api.expect(201, "POST", "/api/v1/event-types", { name: "report.sent" });
    const coercing = { ...wish, mode: "TRANSFORM" };
    expect(
      await api.expect(200, "POST", "/api/v1/event-types/report.sent/validation-report", coercing),
    ).toMatchObject({ found: 3, fitting: 2, changed: 2, failing: 1 });
  });
});

describe("an event type's schema", () => {
  const save = (name: string, validation: string | null) =>
    api.expect(201, "POST", "/api/v1/event-types", { name, schema: ORDER, validation });

  it("is documentation unless it is enforced", async () => {
    await save("documented.sent", null);
    expect((await post("documented.sent", '{"orderId":"no"}')).status).toBe(202);
  });

  it("STRICT: 422 with pointers into the payload, nothing of a batch is taken, and the rejection is shown", async () => {
    await save("type.strict", "STRICT");
    const single = await post("type.strict", '{"orderId":"no"}');
    expect(single.json).toMatchObject({ code: "invalid_event", errors: [{ pointer: "/payload/orderId" }] });
    const batch = await api.call("POST", "/api/v1/events/batch", {
      events: [
        { type: "type.strict", payload: { orderId: 1 }, id: "taken-1" },
        { type: "type.strict", payload: {}, id: "bad-1" },
      ],
    });
    expect([batch.status, (batch.json.errors as Json[])[0]?.pointer]).toEqual([422, "/events/1/payload"]);
    expect((await api.call("GET", "/api/v1/events/taken-1")).status).toBe(404);
    expect((await post("type.strict", LONG_NUMBER)).status).toBe(202);

    const rejected = await waitFor("both rejections", async () => {
      const page = await api.expect(200, "GET", "/api/v1/rejected-events?eventType=type.strict");
      const items = page.items as Json[];
      return items.length === 2 ? items : null;
    });
    expect(rejected).toContainEqual(
      expect.objectContaining({
        eventId: "bad-1",
        excerpt: "{}",
        errors: [expect.objectContaining({ keyword: "required" })],
      }),
    );
    const metrics = await waitFor("the counts", async () => {
      const found = await api.expect(200, "GET", "/api/v1/event-types/type.strict/validation-metrics");
      return found.checked === 4 ? found : null;
    });
    expect(metrics.failed).toBe(2);
  });

  it("LAX: accepted and counted", async () => {
    await save("type.lax", "LAX");
    expect((await post("type.lax", "{}")).status).toBe(202);
    await waitFor("the count", async () => {
      const found = await api.expect(200, "GET", "/api/v1/event-types/type.lax/validation-metrics");
      return found.failed === 1 ? found : null;
    });
  });

  it("TRANSFORM: the coerced payload is what is delivered", async () => {
    await save("type.transform", "TRANSFORM");
    await createIntegration(api, `${receiver.url}/type.transform`, { eventTypes: ["type.transform"] });
    const { json } = await post("type.transform", '{"orderId":"7"}');
    await waitForStatus(api, String(json.id), "delivered");
    expect(bodiesAt("type.transform")).toEqual(['{"orderId":7,"currency":"EUR"}']);
    expect((await post("type.transform", '{"orderId":"seven"}')).status).toBe(422);
  });

  it("cannot be enforced where there is none", async () => {
    const answer = await api.call("POST", "/api/v1/event-types", { name: "type.none", validation: "STRICT" });
    expect([answer.status, (answer.json.errors as Json[])[0]?.pointer]).toEqual([422, "/validation"]);
  });
});

it("a flood of bad events leaves a bounded number of rows, and all of it is counted", async () => {
  const { api: own } = await openTenant("flood");
  await own.expect(201, "POST", "/api/v1/event-types", {
    name: "flood",
    schema: { type: "object" },
    validation: "STRICT",
  });
  for (let round = 0; round < 10; round++) {
    await Promise.all(
      Array.from({ length: 10 }, () => own.call("POST", "/api/v1/events", { type: "flood", payload: 1 })),
    );
  }
  await waitFor("all counts", async () => {
    const { failed } = await own.expect(200, "GET", "/api/v1/event-types/flood/validation-metrics");
    return failed === 100 ? true : null;
  });
  const { items } = await own.expect(200, "GET", "/api/v1/rejected-events?limit=200");
  // Twenty a minute; the flood may have met the end of one.
  expect((items as Json[]).length).toBeLessThanOrEqual(40);
  expect((items as Json[]).length).toBeGreaterThanOrEqual(20);
});

it("a schema can be tried on payloads without saving it", async () => {
  const answer = await api.expect(200, "POST", "/api/v1/validation/check", {
    schema: { ...ORDER, formt: "email" },
    mode: "TRANSFORM",
    payloads: [{ orderId: "1" }, { orderId: "x" }],
  });
  expect(answer.results).toMatchObject([
    { fits: true, accepted: true, changed: { orderId: 1, currency: "EUR" } },
    { fits: false, accepted: false, errors: [{ pointer: "/orderId" }] },
  ]);
  expect(answer.warnings).toHaveLength(1);
});
