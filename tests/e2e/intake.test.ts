import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Tenant } from "../support/api-client.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { createIntegration, openTenant, postEvent, waitFor, waitForStatus } from "./support.ts";

let tenant: Tenant;
let receiver: Receiver;

beforeAll(async () => {
  tenant = await openTenant("intake");
  receiver = await startReceiver();
  await createIntegration(tenant.api, receiver.url);
});
afterAll(() => receiver.close());

const received = (id: string) => receiver.requests.filter(({ headers }) => headers["webhook-id"] === id);

describe("posting an event", () => {
  it("answers 202 and delivers it with the correlation id it came with", async () => {
    const answer = await tenant.api.call(
      "POST",
      "/api/v1/events",
      { type: "order.created", payload: { a: 1 } },
      { "x-correlation-id": "trace-42" },
    );
    expect(answer.status).toBe(202);
    expect(answer.json.duplicate).toBe(false);
    expect(answer.headers.get("x-correlation-id")).toBe("trace-42");
    expect(answer.headers.get("x-request-id")).toMatch(/^req_/);
    const [request] = await waitFor("the delivery", () =>
      received(String(answer.json.id)).length ? received(String(answer.json.id)) : null,
    );
    expect(request?.headers["x-correlation-id"]).toBe("trace-42");
    expect(request?.body).toBe('{"a":1}');
    const delivery = await waitForStatus(tenant.api, String(answer.json.id), "delivered");
    expect(delivery.correlationId).toBe("trace-42");
  });

  it("passes the payload on exactly as it was written", async () => {
    const payload = '{ "z": 12345678901234567890, "a": 1.0,\n "text": "\\u00e9 é" }';
    const answer = await tenant.api.call(
      "POST",
      "/api/v1/events",
      `{"type":"order.created","payload":${payload}}`,
    );
    const [request] = await waitFor("the delivery", () =>
      received(String(answer.json.id)).length ? received(String(answer.json.id)) : null,
    );
    expect(request?.body).toBe(payload);
  });

  it("carries a payload of a megabyte, and refuses one byte more with 413", async () => {
    const text = "x".repeat(1024 * 1024 - 2);
    const id = await postEvent(tenant.api, text);
    const [request] = await waitFor("the large delivery", () => (received(id).length ? received(id) : null));
    expect(request?.body).toBe(`"${text}"`);
    const tooLarge = await tenant.api.call("POST", "/api/v1/events", {
      type: "order.created",
      payload: `${text}x`,
    });
    expect(tooLarge.status).toBe(413);
    expect(tooLarge.json.code).toBe("body_too_large");
  });

  it("makes a hundred parallel posts of one key one event and one delivery", async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, () =>
        tenant.api.call(
          "POST",
          "/api/v1/events",
          { type: "order.created", payload: { n: 1 } },
          { "idempotency-key": "only-once" },
        ),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 100 }, () => 202));
    expect(new Set(answers.map(({ json }) => json.id)).size).toBe(1);
    expect(answers.filter(({ json }) => json.duplicate === false)).toHaveLength(1);
    await waitForStatus(tenant.api, String(answers[0]?.json.id), "delivered");
    expect(received(String(answers[0]?.json.id))).toHaveLength(1);
  });

  it("refuses a key that was used for another body, and names the event that has it", async () => {
    const post = (payload: unknown) =>
      tenant.api.call(
        "POST",
        "/api/v1/events",
        { type: "order.created", payload },
        { "idempotency-key": "taken" },
      );
    const first = await post(1);
    const second = await post(2);
    expect(second.status).toBe(409);
    expect(second.json.code).toBe("idempotency_conflict");
    expect(second.text).toContain(String(first.json.id));
  });

  it("takes the caller's own id, also as the webhook id, and knows it again", async () => {
    expect(await postEvent(tenant.api, { n: 1 }, { id: "order-17" })).toBe("order-17");
    await waitForStatus(tenant.api, "order-17", "delivered");
    const again = await tenant.api.call("POST", "/api/v1/events", {
      type: "order.created",
      payload: { n: 1 },
      id: "order-17",
    });
    expect(again.json).toEqual({ id: "order-17", duplicate: true });
    expect(received("order-17")).toHaveLength(1);
  });

  it("keeps a record of an event that nobody wanted", async () => {
    const answer = await tenant.api.expect(202, "POST", "/api/v1/events", { type: "stock.low", payload: {} });
    const record = await waitForStatus(tenant.api, String(answer.id), "unmatched");
    expect(record.eventType).toBe("stock.low");
  });
});

describe("posting a batch", () => {
  it("takes a thousand events and delivers each of them once", async () => {
    const events = Array.from({ length: 1_000 }, (_, n) => ({ type: "order.batch", payload: { n } }));
    const answer = await tenant.api.expect(202, "POST", "/api/v1/events/batch", { events });
    const ids = (answer.results as { id: string }[]).map(({ id }) => id);
    expect(new Set(ids).size).toBe(1_000);
    await waitFor("a thousand deliveries", () => (ids.every((id) => received(id).length > 0) ? true : null));
    expect(ids.every((id) => received(id).length === 1)).toBe(true);
  });

  it("takes nothing when one event is not valid, and points at it", async () => {
    const events = [
      { type: "order.created", payload: 1 },
      { type: "", payload: 2 },
      { type: "order.created" },
    ];
    const answer = await tenant.api.call("POST", "/api/v1/events/batch", { events });
    expect(answer.status).toBe(422);
    const pointers = (answer.json.errors as { pointer: string }[]).map(({ pointer }) => pointer);
    expect(pointers).toEqual(["/events/1/type", "/events/2/payload"]);
  });

  it("is idempotent as a whole", async () => {
    const post = () =>
      tenant.api.call(
        "POST",
        "/api/v1/events/batch",
        { events: [1, 2, 3].map((n) => ({ type: "order.created", payload: { n } })) },
        { "idempotency-key": "batch-1" },
      );
    const [first, second] = [await post(), await post()];
    const results = second.json.results as { id: string; duplicate: boolean }[];
    expect(results.every(({ duplicate }) => duplicate)).toBe(true);
    expect(results.map(({ id }) => id)).toEqual((first.json.results as { id: string }[]).map(({ id }) => id));
  });
});

describe("bad input", () => {
  it.each([
    ["malformed JSON", '{"type":', 400, "malformed_json"],
    ["an empty body", "", 400, "malformed_json"],
    ["bytes that are no object", "[1,2]", 422, "invalid_event"],
    ["null", "null", 422, "invalid_event"],
    [
      "a deep body",
      `{"type":"order.x","payload":${"[".repeat(200)}${"]".repeat(200)}}`,
      400,
      "malformed_json",
    ],
    ["an unknown member", '{"type":"order.x","payload":1,"extra":1}', 422, "invalid_event"],
    ["a label that is no string", '{"type":"order.x","payload":1,"labels":{"a":1}}', 422, "invalid_event"],
    ["an id with a dot", '{"type":"order.x","payload":1,"id":"a.b"}', 422, "invalid_event"],
    [
      "a date without a zone",
      '{"type":"order.x","payload":1,"occurredAt":"2026-01-01T00:00:00"}',
      422,
      "invalid_event",
    ],
    ["a prototype key", '{"type":"order.x","payload":1,"__proto__":{"a":1}}', 422, "invalid_event"],
  ])("%s gets a problem document that says what to do", async (_name, body, status, code) => {
    const answer = await tenant.api.call("POST", "/api/v1/events", body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.json).toMatchObject({ status, code, requestId: expect.stringMatching(/^req_/) });
    expect(String(answer.json.detail).length).toBeGreaterThan(10);
  });

  it("a body that is not JSON by its content type gets 415", async () => {
    const answer = await tenant.api.call("POST", "/api/v1/events", "a=b", { "content-type": "text/plain" });
    expect(answer.status).toBe(415);
  });

  it("an Idempotency-Key that is too long gets 400", async () => {
    const body = { type: "order.created", payload: 1 };
    const answer = await tenant.api.call("POST", "/api/v1/events", body, {
      "idempotency-key": "k".repeat(256),
    });
    expect(answer.status).toBe(400);
  });

  it("a type outside a strict catalogue gets 422 until it is added", async () => {
    const strict = await openTenant("strict");
    await strict.api.expect(200, "PATCH", "/api/v1/organization", { catalogueMode: "strict" });
    const body = { type: "thing.happened", payload: 1 };
    const refused = await strict.api.call("POST", "/api/v1/events", body);
    expect(refused.status).toBe(422);
    expect(refused.json).toMatchObject({ code: "unknown_event_type", errors: [{ pointer: "/type" }] });
    await strict.api.expect(201, "POST", "/api/v1/event-types", {
      name: "thing.happened",
      description: "It happened.",
    });
    expect((await strict.api.call("POST", "/api/v1/events", body)).status).toBe(202);
  });

  it("no key, a wrong key and another region's key are refused", async () => {
    const { createApiClient } = await import("../support/api-client.ts");
    const { inject } = await import("vitest");
    const url = inject("gatewayUrl");
    const body = { type: "order.created", payload: 1 };
    const statusWith = async (key: string) =>
      (await createApiClient(url, key).call("POST", "/api/v1/events", body)).status;
    expect((await fetch(`${url}/api/v1/events`, { method: "POST", body: "{}" })).status).toBe(401);
    expect(await statusWith(`igw_local_${"A".repeat(43)}`)).toBe(401);
    expect(await statusWith(`igw_eu_${"A".repeat(43)}`)).toBe(421);
  });
});
