import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Json, Tenant } from "../support/api-client.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { createIntegration, openTenant, postEvent, waitFor, waitForStatus } from "./support.ts";

let tenant: Tenant;
let receiver: Receiver;

beforeEach(async () => {
  tenant = await openTenant("retries");
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

/** Answers the first `count` requests like this, the others with 200. */
function failFirst(count: number, status: number, headers: Record<string, string> = {}): void {
  let left = count;
  receiver.answer((_request, response) => {
    if (left-- > 0) response.writeHead(status, headers).end("no");
    else response.end("ok");
  });
}

const millis = (value: unknown) => Date.parse(String(value));

describe("a failed attempt", () => {
  it("is retried by the schedule until it succeeds, and every attempt is kept", async () => {
    failFirst(2, 503);
    await createIntegration(tenant.api, receiver.url);
    const id = await postEvent(tenant.api, { n: 1 });
    const delivery = await waitForStatus(tenant.api, id, "delivered");
    expect(delivery.attempts).toBe(3);
    const detail = await tenant.api.expect(200, "GET", `/api/v1/deliveries/${delivery.id}`);
    const attempts = detail.attemptHistory as Json[];
    expect(attempts.map(({ httpStatus }) => httpStatus)).toEqual([503, 503, 200]);
    expect(attempts.map(({ category }) => category)).toEqual(["SERVER_ERROR", "SERVER_ERROR", null]);
    const bodies = new Set(receiver.requests.map(({ body }) => body));
    const ids = new Set(receiver.requests.map(({ headers }) => headers["webhook-id"]));
    expect([bodies.size, ids.size]).toEqual([1, 1]);
  });

  it("waits exactly as long as Retry-After says, and keeps to it to the second", async () => {
    failFirst(1, 429, { "retry-after": "2" });
    await createIntegration(tenant.api, receiver.url);
    const id = await postEvent(tenant.api, { n: 1 });
    const waiting = await waitForStatus(tenant.api, id, "retrying");
    expect(waiting.category).toBe("RATE_LIMIT");
    const first = receiver.requests[0]?.at ?? 0;
    expect(millis(waiting.nextRetryAt)).toBeGreaterThanOrEqual(first + 2_000 - 5);
    expect(millis(waiting.nextRetryAt)).toBeLessThan(first + 3_000);
    await waitForStatus(tenant.api, id, "delivered");
    expect((receiver.requests[1]?.at ?? 0) - millis(waiting.nextRetryAt)).toBeGreaterThanOrEqual(0);
  });

  it("plans the default first retry around five seconds and stores it", async () => {
    failFirst(1, 500);
    await createIntegration(tenant.api, receiver.url, { retry: undefined });
    const id = await postEvent(tenant.api, { n: 1 });
    const waiting = await waitForStatus(tenant.api, id, "retrying");
    const wait = millis(waiting.nextRetryAt) - (receiver.requests[0]?.at ?? 0);
    expect(wait).toBeGreaterThan(3_900);
    expect(wait).toBeLessThan(6_500);
  });

  it.each([
    [401, "AUTH"],
    [403, "AUTH"],
    [400, "VALIDATION"],
    [422, "VALIDATION"],
    [404, "CLIENT_ERROR"],
    [302, "CLIENT_ERROR"],
  ])("with status %i is a dead letter at once (%s), with a hint", async (status, category) => {
    failFirst(99, status, status === 302 ? { location: "/elsewhere" } : {});
    await createIntegration(tenant.api, receiver.url);
    const id = await postEvent(tenant.api, { n: 1 });
    const dead = await waitForStatus(tenant.api, id, "dead_lettered");
    expect(dead).toMatchObject({ category, httpStatus: status, attempts: 1 });
    expect(receiver.requests.map(({ path }) => path)).toEqual(["/"]);
    const detail = await tenant.api.expect(200, "GET", `/api/v1/deliveries/${dead.id}`);
    expect(String(detail.hint).length).toBeGreaterThan(20);
  });

  it("with 422 is retried when the integration is LAX", async () => {
    failFirst(1, 422);
    await createIntegration(tenant.api, receiver.url, {
      retry: { strategy: { kind: "schedule", delaysMs: [200] }, validation: "LAX" },
    });
    const id = await postEvent(tenant.api, { n: 1 });
    expect((await waitForStatus(tenant.api, id, "delivered")).attempts).toBe(2);
  });

  it("by time-out or reset is retried as what it is", async () => {
    let count = 0;
    receiver.answer((_request, response) => {
      count++;
      if (count === 1) return;
      if (count === 2) response.destroy();
      else response.end("ok");
    });
    await createIntegration(tenant.api, receiver.url, { timeoutMs: 300 });
    const id = await postEvent(tenant.api, { n: 1 });
    const delivery = await waitForStatus(tenant.api, id, "delivered");
    const detail = await tenant.api.expect(200, "GET", `/api/v1/deliveries/${delivery.id}`);
    const categories = (detail.attemptHistory as Json[]).map(({ category }) => category);
    expect(categories).toEqual(["TIMEOUT", "NETWORK", null]);
  });

  it("to a closed port is NETWORK and becomes a dead letter when the tries are used up", async () => {
    const gone = await startReceiver();
    await gone.close();
    await createIntegration(tenant.api, gone.url, {
      retry: { strategy: { kind: "schedule", delaysMs: [100] } },
    });
    const id = await postEvent(tenant.api, { n: 1 });
    const dead = await waitForStatus(tenant.api, id, "dead_lettered");
    expect(dead).toMatchObject({ category: "NETWORK", attempts: 2 });
  });
});

describe("a receiver's word", () => {
  it("410 switches the integration off; what comes meanwhile can be retried once it is on again", async () => {
    failFirst(1, 410);
    const { id: integrationId } = await createIntegration(tenant.api, receiver.url);
    await waitForStatus(tenant.api, await postEvent(tenant.api, { n: 1 }), "dead_lettered");
    const integration = await tenant.api.expect(200, "GET", `/api/v1/integrations/${integrationId}`);
    expect(integration).toMatchObject({ enabled: false, disabledReason: "gone_410" });
    const later = await waitForStatus(tenant.api, await postEvent(tenant.api, { n: 2 }), "dead_lettered");
    expect(receiver.requests).toHaveLength(1);
    await tenant.api.expect(200, "PATCH", `/api/v1/integrations/${integrationId}`, { enabled: true });
    expect((await tenant.api.call("POST", `/api/v1/dead-letters/${later.id}/retry`)).status).toBeLessThan(
      300,
    );
    await waitForStatus(tenant.api, String(later.eventId), "delivered");
  });

  it("webhook-delivery: abort-message ends this message only", async () => {
    failFirst(1, 500, { "webhook-delivery": "abort-message" });
    await createIntegration(tenant.api, receiver.url);
    await waitForStatus(tenant.api, await postEvent(tenant.api, { n: 1 }), "dead_lettered");
    await waitForStatus(tenant.api, await postEvent(tenant.api, { n: 2 }), "delivered");
  });
});

describe("what is kept of a delivery", () => {
  it("shows its steps, and neither the secret header nor the signature", async () => {
    await createIntegration(tenant.api, receiver.url, {
      headers: { "X-Api-Key": "canary-7f3a9", "X-Team": "blue" },
    });
    const id = await postEvent(tenant.api, { n: 1 });
    const delivery = await waitForStatus(tenant.api, id, "delivered");
    expect(receiver.requests[0]?.headers["x-api-key"]).toBe("canary-7f3a9");
    const answer = await tenant.api.call("GET", `/api/v1/deliveries/${delivery.id}`);
    for (const step of ["match", "transform", "check_target", "sign", "send", "classify"]) {
      expect(answer.text).toContain(`"${step}"`);
    }
    expect(answer.text).toContain("blue");
    expect(answer.text).not.toContain("canary-7f3a9");
    expect(answer.text).not.toContain(String(receiver.requests[0]?.headers["webhook-signature"]));
    const integrations = await tenant.api.call("GET", "/api/v1/integrations");
    expect(integrations.text).not.toContain("canary-7f3a9");
  });

  it("fans one event out to every integration that matches its type and content", async () => {
    await createIntegration(tenant.api, receiver.url, { name: "all" });
    await createIntegration(tenant.api, receiver.url, {
      name: "large",
      filter: { "payload.amount": { $gte: 100 } },
    });
    await createIntegration(tenant.api, receiver.url, { name: "labelled", filter: { "labels.env": "prod" } });
    await createIntegration(tenant.api, receiver.url, { name: "other", eventTypes: ["user.*"] });
    const countFor = async (payload: unknown, labels: Json) => {
      const id = await postEvent(tenant.api, payload, { labels });
      const page = await waitFor("deliveries", async () => {
        const found = await tenant.api.expect(200, "GET", `/api/v1/deliveries?eventId=${id}`);
        const items = found.items as Json[];
        return items.length > 0 && items.every(({ status }) => status === "delivered") ? items : null;
      });
      return page.length;
    };
    expect(await countFor({ amount: 5 }, {})).toBe(1);
    expect(await countFor({ amount: 500 }, {})).toBe(2);
    expect(await countFor({ amount: 500 }, { env: "prod" })).toBe(3);
  });
});
