import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Json, Tenant } from "../support/api-client.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { createIntegration, deliveriesOf, openTenant, postEvent, waitFor, waitForStatus } from "./support.ts";

let receiver: Receiver;
let tenant: Tenant;
const down = new Set<string>();
beforeAll(async () => {
  receiver = await startReceiver();
  receiver.answer(({ path }, response) => {
    response.statusCode = down.has(path) ? 503 : 200;
    response.end();
  });
  tenant = await openTenant("circuit");
});
afterAll(() => receiver.close());

let counter = 0;

/** An integration of its own for every test, with an event type of its own. */
async function open(flow: Json) {
  const type = `circuit${counter++}.made`;
  const path = `/${type}`;
  const { id } = await createIntegration(tenant.api, receiver.url + path, { eventTypes: [type], flow });
  const circuit = (order = "", body?: Json) =>
    tenant.api.expect(200, order === "" ? "GET" : "POST", `/api/v1/integrations/${id}/circuit${order}`, body);
  return {
    id,
    path,
    circuit,
    post: (n: number) => postEvent(tenant.api, { n }, { type }),
    requests: () => receiver.requests.filter((request) => request.path === path),
    waitForPhase: (phase: string) =>
      waitFor(`the circuit to be ${phase}`, async () => ((await circuit()).phase === phase ? true : null)),
  };
}

/** Moments of the API, never epoch milliseconds. */
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const numberIn = ({ body }: { readonly body: string }) => (JSON.parse(body) as { n: number }).n;

describe("the circuit of deliveries", () => {
  it("opens, keeps what comes without an attempt, and sends all of it when the target is back", async () => {
    const { path, circuit, post, requests, waitForPhase } = await open({
      circuit: { consecutiveFailures: 2, restMs: 3_000 },
    });
    down.add(path);
    const first = await post(0);
    await waitForPhase("open");
    const asked = requests().length;
    const held = [await post(1), await post(2), await post(3)];
    for (const id of held) expect(await waitForStatus(tenant.api, id, "held")).toMatchObject({ attempts: 0 });
    expect(requests().length).toBe(asked);
    down.delete(path);
    for (const id of held)
      expect(await waitForStatus(tenant.api, id, "delivered")).toMatchObject({ attempts: 1 });
    await waitForStatus(tenant.api, first, "delivered");
    const { changes } = await circuit();
    expect((changes as Json[]).map(({ cause }) => cause)).toEqual(
      expect.arrayContaining(["consecutive_failures", "rest_over", "probe_succeeded"]),
    );
    expect(new Set(requests().map(numberIn))).toEqual(new Set([0, 1, 2, 3]));
    for (const { at } of changes as Json[]) expect(at).toMatch(RFC_3339);
  });

  it("makes dead letters at once where the integration rejects", async () => {
    const { path, post, waitForPhase } = await open({
      circuit: { consecutiveFailures: 1, restMs: 3_600_000, maxRestMs: 3_600_000, whileOpen: "reject" },
    });
    down.add(path);
    await post(0);
    await waitForPhase("open");
    const dead = await waitForStatus(tenant.api, await post(1), "dead_lettered");
    expect(dead.attempts).toBe(0);
    expect(String(dead.detail)).toContain("circuit is open");
  });

  it("switches the integration off after as many trips as allowed, and says so in the audit log", async () => {
    const { id, path, post } = await open({ circuit: { consecutiveFailures: 1, maxTrips: 1 } });
    down.add(path);
    await post(0);
    await waitFor("the integration to be off", async () => {
      const { disabledReason } = await tenant.api.expect(200, "GET", `/api/v1/integrations/${id}`);
      return disabledReason === "circuit_trips" ? true : null;
    });
  });
});

describe("a pause", () => {
  it("keeps everything, and lets it out in order when it is resumed at a rate", async () => {
    const { circuit, post, requests } = await open({});
    await circuit("/pause", { reason: "The receiver is being moved." });
    const ids = [];
    for (let n = 0; n < 6; n++) {
      const id = await post(n);
      ids.push(id);
      await waitForStatus(tenant.api, id, "held");
    }
    expect(requests()).toEqual([]);
    await circuit("/resume", { reason: "It is there.", drain: { limit: 4, per: "second", burst: 1 } });
    for (const id of ids) await waitForStatus(tenant.api, id, "delivered");
    expect(requests().map(numberIn)).toEqual([0, 1, 2, 3, 4, 5]);
    const took = (requests().at(-1)?.at ?? 0) - (requests()[0]?.at ?? 0);
    // Five quarters of a second; less only by what the first one was late.
    expect(took).toBeGreaterThan(900);
  });
});

describe("a rate, places and a delay", () => {
  it("never have more requests under way than allowed, over all runs", async () => {
    const { path, post, requests } = await open({ concurrency: 2 });
    let underWay = 0;
    let most = 0;
    receiver.answer(({ path: asked }, response) => {
      if (asked !== path) return void response.writeHead(down.has(asked) ? 503 : 200).end();
      most = Math.max(most, ++underWay);
      setTimeout(() => {
        underWay--;
        response.end();
      }, 50);
    });
    const ids = await Promise.all(Array.from({ length: 20 }, (_, n) => post(n)));
    for (const id of ids) await waitForStatus(tenant.api, id, "delivered");
    expect(requests().length).toBe(20);
    expect(most).toBeLessThanOrEqual(2);
  });

  it("spread deliveries over the time that the rate needs", async () => {
    const { post, requests } = await open({ rate: { limit: 5, per: "second", burst: 2 } });
    const ids = await Promise.all(Array.from({ length: 10 }, (_, n) => post(n)));
    for (const id of ids) await waitForStatus(tenant.api, id, "delivered");
    const times = requests().map(({ at }) => at);
    expect(times).toHaveLength(10);
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(1_300);
  });

  it("deliver no earlier than the delay says", async () => {
    const { post, requests } = await open({ delayMs: 2_000 });
    const before = Date.now();
    const id = await post(0);
    await waitForStatus(tenant.api, id, "held");
    const [delivery] = await deliveriesOf(tenant.api, id);
    expect(delivery?.attempts).toBe(0);
    await waitForStatus(tenant.api, id, "delivered");
    expect((requests()[0]?.at ?? 0) - before).toBeGreaterThanOrEqual(2_000 - 50);
  });
});
