import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Json, Tenant } from "../support/api-client.ts";
import { type ReceivedRequest, type Receiver, startReceiver } from "../support/receiver.ts";
import { createIntegration, deliveriesOf, openTenant, waitFor, waitForStatus } from "./support.ts";

let receiver: Receiver;
let tenant: Tenant;
beforeAll(async () => {
  receiver = await startReceiver();
  tenant = await openTenant("ordering");
});
afterAll(() => receiver.close());

let counter = 0;

interface Sent {
  readonly n: number;
  readonly customer: number;
}

async function openLanes(order: Json, batch: Json | null = null) {
  const type = `lane${counter++}.made`;
  const path = `/${type}`;
  const integration = await createIntegration(tenant.api, receiver.url + path, {
    eventTypes: [type],
    flow: { order, batch },
    retry: { strategy: { kind: "schedule", delaysMs: [200] } },
  });
  const requests = () => receiver.requests.filter((request) => request.path === path);
  const post = async (payloads: readonly Sent[]) => {
    const events = payloads.map((payload) => ({ type, payload }));
    const answer = await tenant.api.expect(202, "POST", "/api/v1/events/batch", { events });
    return (answer.results as { id: string }[]).map(({ id }) => id);
  };
  const arrived = (count: number) =>
    waitFor(`${count} requests`, () => (requests().length >= count ? true : null));
  return { type, integration, requests, post, arrived };
}

const read = ({ body }: ReceivedRequest) => JSON.parse(body) as Sent;
const numbers = (requests: readonly ReceivedRequest[]) => requests.map((request) => read(request).n);
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);

describe("an integration that keeps an order", () => {
  it("gets what was posted one after another in this order, one at a time", async () => {
    const { requests, post, arrived } = await openLanes({ key: null });
    let open = 0;
    let most = 0;
    receiver.answer((_request, response) => {
      most = Math.max(most, ++open);
      setTimeout(() => {
        open--;
        response.end();
      }, 5);
    });
    for (let n = 0; n < 60; n += 3) await post([n, n + 1, n + 2].map((one) => ({ n: one, customer: 1 })));
    await arrived(60);
    expect(numbers(requests())).toEqual(upTo(60));
    expect(most).toBe(1);
    receiver.answer((_request, response) => void response.end());
  });

  it("waits for the retry of one before it goes on with that customer, and not with others", async () => {
    const { requests, post } = await openLanes({ key: "payload.customer" });
    let failed = 0;
    receiver.answer((request, response) => {
      const fails = read(request).n === 0 && failed++ === 0;
      response.writeHead(fails ? 503 : 200).end();
    });
    const ids = await post(upTo(20).map((n) => ({ n, customer: n % 2 })));
    for (const id of ids) await waitForStatus(tenant.api, id, "delivered");
    const of = (customer: number) =>
      numbers(requests().filter((request) => read(request).customer === customer));
    expect(of(0)).toEqual([0, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18]);
    expect(of(1)).toEqual([1, 3, 5, 7, 9, 11, 13, 15, 17, 19]);
    receiver.answer((_request, response) => void response.end());
  });

  it("stops behind a dead letter until somebody retries it, and then goes on in order", async () => {
    const { requests, post } = await openLanes({ key: null, onDeadLetter: "block" });
    let mended = false;
    receiver.answer((request, response) => {
      response.writeHead(read(request).n === 1 && !mended ? 422 : 200).end();
    });
    const ids = await post(upTo(4).map((n) => ({ n, customer: 1 })));
    const dead = await waitForStatus(tenant.api, ids[1] ?? "", "dead_lettered");
    const later = await post([{ n: 4, customer: 1 }]);
    const waiting = await waitForStatus(tenant.api, later[0] ?? "", "held");
    expect(waiting.detail).toBe("Waits for those before it.");
    expect(numbers(requests())).toEqual([0, 1]);
    mended = true;
    await tenant.api.expect(202, "POST", `/api/v1/dead-letters/${dead.id}/retry`);
    for (const id of [...ids, ...later]) await waitForStatus(tenant.api, id, "delivered");
    expect(numbers(requests())).toEqual([0, 1, 1, 2, 3, 4]);
    receiver.answer((_request, response) => void response.end());
  });

  it("goes on when somebody discards it", async () => {
    const { requests, post, arrived } = await openLanes({ key: null, onDeadLetter: "block" });
    receiver.answer((request, response) => void response.writeHead(read(request).n === 0 ? 422 : 200).end());
    const ids = await post(upTo(3).map((n) => ({ n, customer: 1 })));
    const dead = await waitForStatus(tenant.api, ids[0] ?? "", "dead_lettered");
    await tenant.api.call("POST", `/api/v1/dead-letters/${dead.id}/discard`);
    await arrived(3);
    expect(numbers(requests())).toEqual([0, 1, 2]);
    receiver.answer((_request, response) => void response.end());
  });

  it("passes a dead letter where it may be skipped", async () => {
    const { requests, post, arrived } = await openLanes({ key: null, onDeadLetter: "skip" });
    receiver.answer((request, response) => void response.writeHead(read(request).n === 1 ? 422 : 200).end());
    const ids = await post(upTo(4).map((n) => ({ n, customer: 1 })));
    await arrived(4);
    expect(numbers(requests())).toEqual([0, 1, 2, 3]);
    expect((await deliveriesOf(tenant.api, ids[1] ?? ""))[0]?.status).toBe("dead_lettered");
    receiver.answer((_request, response) => void response.end());
  });

  it("gets batches of each lane in order, one batch of a lane at a time", async () => {
    const batch = { size: 5, timeoutMs: 200, format: "array" };
    const { requests, post } = await openLanes({ key: "payload.customer" }, batch);
    const open = new Map<number, number>();
    let most = 0;
    let failed = 0;
    const batchIn = ({ body }: ReceivedRequest) => JSON.parse(body) as Sent[];
    receiver.answer((request, response) => {
      const customer = batchIn(request)[0]?.customer ?? -1;
      const now = (open.get(customer) ?? 0) + 1;
      open.set(customer, now);
      most = Math.max(most, now);
      const fails = customer === 0 && failed++ === 0;
      setTimeout(() => {
        open.set(customer, now - 1);
        response.writeHead(fails ? 503 : 200).end();
      }, 5);
    });
    const ids = await post(upTo(40).map((n) => ({ n, customer: n % 2 })));
    for (const id of ids) await waitForStatus(tenant.api, id, "delivered");
    expect(most).toBe(1);
    const batches = requests().map(batchIn);
    expect(batches.every((one) => one.length <= 5)).toBe(true);
    // 20 events of each lane in batches of 5, and one that was repeated.
    expect(batches.length).toBeLessThan(20);
    const of = (customer: number) => batches.filter((one) => one[0]?.customer === customer);
    const [first, again, ...rest] = of(0);
    expect(again).toEqual(first);
    expect([...(first ?? []), ...rest.flat()].map(({ n }) => n)).toEqual(upTo(20).map((n) => 2 * n));
    expect(
      of(1)
        .flat()
        .map(({ n }) => n),
    ).toEqual(upTo(20).map((n) => 2 * n + 1));
    receiver.answer((_request, response) => void response.end());
  });

  it("takes no results of single events with its batches", async () => {
    const answer = await tenant.api.call("POST", "/api/v1/integrations", {
      name: "test",
      eventTypes: ["*"],
      url: receiver.url,
      flow: { order: { key: null }, batch: { size: 10, results: { path: "", outcome: "status" } } },
    });
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.json)).toContain("/flow/batch/results");
  });
});
