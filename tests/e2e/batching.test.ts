import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Json, Tenant } from "../support/api-client.ts";
import { type ReceivedRequest, type Receiver, startReceiver } from "../support/receiver.ts";
import { createIntegration, deliveriesOf, openTenant, postEvent, waitFor, waitForStatus } from "./support.ts";

let receiver: Receiver;
let tenant: Tenant;
beforeAll(async () => {
  receiver = await startReceiver();
  tenant = await openTenant("batching");
});
afterAll(() => receiver.close());

let counter = 0;

/** An integration of its own for every test, with an event type of its own. */
async function openBatches(batch: Json, more: Json = {}) {
  const type = `batch${counter++}.made`;
  const path = `/${type}`;
  const integration = await createIntegration(tenant.api, receiver.url + path, {
    eventTypes: [type],
    flow: { batch },
    ...more,
  });
  const requests = () => receiver.requests.filter((request) => request.path === path);
  const postMany = async (count: number) => {
    const events = Array.from({ length: count }, (_, n) => ({ type, payload: { n } }));
    const answer = await tenant.api.expect(202, "POST", "/api/v1/events/batch", { events });
    return (answer.results as { id: string }[]).map(({ id }) => id);
  };
  return { type, integration, requests, postMany };
}

const numbersIn = ({ body }: ReceivedRequest) =>
  (JSON.parse(body) as { events: { n: number }[] }).events.map(({ n }) => n);

describe("batches", () => {
  it("of a full message are one request, and the log names every event in it", async () => {
    const { requests, postMany } = await openBatches({ size: 20, timeoutMs: 60_000 });
    const ids = await postMany(20);
    for (const id of ids) await waitForStatus(tenant.api, id, "delivered");
    expect(requests().map(numbersIn)).toEqual([Array.from({ length: 20 }, (_, n) => n)]);
    const [delivery] = await deliveriesOf(tenant.api, ids[7] ?? "");
    const shown = await tenant.api.expect(200, "GET", `/api/v1/deliveries/${delivery?.id}`);
    expect(shown.batch).toMatchObject({ id: requests()[0]?.headers["webhook-id"], eventIds: ids });
    expect(requests()[0]?.headers["webhook-signature"]).toMatch(/^v1,/);
  });

  it("gather single events until the first one's time is over", async () => {
    const { type, requests } = await openBatches({ size: 100, timeoutMs: 1_500 });
    const ids = [];
    for (let n = 0; n < 3; n++) ids.push(await postEvent(tenant.api, { n }, { type }));
    for (const id of ids) await waitForStatus(tenant.api, id, "delivered");
    expect(requests().flatMap(numbersIn).sort()).toEqual([0, 1, 2]);
    expect(requests().length).toBeLessThan(3);
  });

  it("go as soon as they are full", async () => {
    const { type, requests, postMany } = await openBatches({ size: 4, timeoutMs: 3_600_000 });
    await postMany(3);
    await postEvent(tenant.api, { n: 3 }, { type });
    await waitFor("the batch", () => (requests().length > 0 ? true : null));
    expect(requests().flatMap(numbersIn).sort()).toEqual([0, 1, 2, 3]);
  });

  it("that wait for long are in the log while they wait", async () => {
    const { type } = await openBatches({ size: 100, timeoutMs: 3_600_000 });
    const waiting = await waitForStatus(tenant.api, await postEvent(tenant.api, {}, { type }), "held");
    expect(waiting.detail).toBe("Gathers with others to a batch.");
  });

  it("are halved to find the bad event: the others arrive", async () => {
    receiver.answer((request, response) => {
      const bad = request.path.startsWith("/batch") && numbersIn(request).includes(11);
      response.writeHead(bad ? 422 : 200).end();
    });
    const { requests, postMany } = await openBatches({ size: 16, timeoutMs: 60_000, onFailure: "split" });
    const ids = await postMany(16);
    await waitForStatus(tenant.api, ids[11] ?? "", "dead_lettered");
    for (const [n, id] of ids.entries()) if (n !== 11) await waitForStatus(tenant.api, id, "delivered");
    expect(requests().length).toBeLessThanOrEqual(1 + 2 * 4);
    receiver.answer((_request, response) => void response.end());
  });

  it("stay together over a retry, under the same id and with the same bytes", async () => {
    let failures = 1;
    receiver.answer((_request, response) => void response.writeHead(failures-- > 0 ? 503 : 200).end());
    const { requests, postMany } = await openBatches({ size: 10, timeoutMs: 60_000 });
    for (const id of await postMany(10)) await waitForStatus(tenant.api, id, "delivered");
    const [first, second, ...others] = requests();
    expect(others).toEqual([]);
    expect(second?.body).toBe(first?.body);
    expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
  });

  it("believe the target about single events, and repeat only those", async () => {
    let asked = 0;
    receiver.answer((request, response) => {
      const items = numbersIn(request).map((n) => ({ status: n === 2 && asked === 0 ? 500 : 200 }));
      asked++;
      response.end(JSON.stringify({ items }));
    });
    const results = { path: "items", outcome: "status" };
    const { requests, postMany } = await openBatches({ size: 5, timeoutMs: 60_000, results });
    for (const id of await postMany(5)) await waitForStatus(tenant.api, id, "delivered");
    expect(requests().map(numbersIn)).toEqual([[0, 1, 2, 3, 4], [2]]);
    receiver.answer((_request, response) => void response.end());
  });

  it("are what a test of the integration sends, too", async () => {
    const { integration, requests } = await openBatches({ size: 5, format: "array" });
    const path = `/api/v1/integrations/${integration.id}/test`;
    const shown = await tenant.api.expect(200, "POST", path, { payload: { n: 1 } });
    expect(requests()[0]?.body).toBe('[{"n":1}]');
    expect(shown).toMatchObject({ outcome: "success" });
  });

  it("are refused for a GraphQL target, with a pointer", async () => {
    const answer = await tenant.api.call("POST", "/api/v1/integrations", {
      name: "test",
      eventTypes: ["*"],
      url: receiver.url,
      graphql: { document: "mutation { a }" },
      flow: { batch: { size: 10 } },
    });
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.json)).toContain("/flow/batch");
  });
});
