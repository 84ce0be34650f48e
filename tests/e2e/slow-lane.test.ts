import type { ServerResponse } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Json } from "../support/api-client.ts";
import { type ReceivedRequest, type Receiver, startReceiver } from "../support/receiver.ts";
import { createIntegration, deliveriesOf, openTenant, postEvent, waitFor, waitForStatus } from "./support.ts";

/** Long enough for a timeout that sends an integration to the slow lane. */
const TIMEOUT_MS = 2_100;
const ENDPOINTS = 8;
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);

let receiver: Receiver;
/** Paths that take requests and do not answer, and the requests that wait there. */
const hanging = new Set<string>();
const open = new Map<ServerResponse, string>();
/** What happened, in its order: `arrived <path>` and `gone <path>`. */
const happened: string[] = [];

beforeAll(async () => {
  receiver = await startReceiver();
  receiver.answer(({ path }, response) => {
    happened.push(`arrived ${path}`);
    if (!hanging.has(path)) return void response.end("ok");
    open.set(response, path);
    response.on("close", () => {
      open.delete(response);
      happened.push(`gone ${path}`);
    });
  });
});
afterAll(() => receiver.close());

function recover(path: string): void {
  hanging.delete(path);
  for (const [response, at] of open) if (at === path) response.end("ok");
}

let counter = 0;

/** An organization whose endpoints have hung once, so that their integrations are in the slow lane. */
async function openHanging(endpoints: number, settings: Json = {}) {
  const { api } = await openTenant(`hangs ${counter}`);
  const type = `hangs${counter++}.made`;
  const paths = upTo(endpoints).map((n) => `/${type}/${n}`);
  const ids: string[] = [];
  for (const path of paths) {
    hanging.add(path);
    const retry = { strategy: { kind: "schedule", delaysMs: Array.from({ length: 10 }, () => 300) } };
    const more = { eventTypes: [type], timeoutMs: TIMEOUT_MS, retry, ...settings };
    const flow = { circuit: null, ...(settings.flow as Json | undefined) };
    ids.push((await createIntegration(api, receiver.url + path, { ...more, flow })).id);
  }
  const post = async (count: number, from = 1) => {
    const events = upTo(count).map((n) => ({ type, payload: { n: from + n } }));
    const answer = await api.expect(202, "POST", "/api/v1/events/batch", { events });
    return (answer.results as { id: string }[]).map(({ id }) => id);
  };
  const first = await postEvent(api, { n: 0 }, { type });
  await waitFor("all of them to have hung", async () => {
    const deliveries = await deliveriesOf(api, first);
    return deliveries.length === endpoints && deliveries.every(({ attempts }) => Number(attempts) > 0)
      ? true
      : null;
  });
  const requests = () => receiver.requests.filter(({ path }) => paths.includes(path));
  return { api, ids, paths, post, first, requests };
}

const numberIn = ({ body }: ReceivedRequest) => (JSON.parse(body) as { n: number }).n;
const numbersIn = ({ body }: ReceivedRequest) =>
  (JSON.parse(body) as { events: { n: number }[] }).events.map(({ n }) => n);

describe("beside an organization whose endpoints all hang", () => {
  it("another's deliveries are made while its requests hang, and none of either is lost", async () => {
    const noisy = await openHanging(ENDPOINTS);
    for (const id of noisy.ids)
      await noisy.api.expect(200, "PATCH", `/api/v1/integrations/${id}`, { timeoutMs: 10_000 });
    const { api } = await openTenant("calm");
    await createIntegration(api, `${receiver.url}/calm`);
    const before = happened.length;
    const [noise, calm]: [string[], string[]] = [[], []];
    for (const n of upTo(20)) {
      if (n % 4 === 0) noise.push(...(await noisy.post(1, 1 + n)));
      calm.push(await postEvent(api, { n }));
    }
    const arrivals = () => receiver.requests.filter(({ path }) => path === "/calm");
    await waitFor("the calm ones", () => (arrivals().length >= 20 ? true : null));
    const gone = happened.slice(before).filter((line) => line.startsWith("gone /hangs"));
    // One run's requests may have ended meanwhile. Behind them, the calm ones would have waited for all eight endpoints.
    expect(gone.length).toBeLessThanOrEqual(6);
    expect(
      arrivals()
        .map(numberIn)
        .sort((a, b) => a - b),
    ).toEqual(upTo(20));
    await waitFor("the others to be asked, too", () =>
      happened.slice(before).some((line) => line.startsWith("arrived /hangs")) ? true : null,
    );
    for (const id of calm) await waitForStatus(api, id, "delivered");
    for (const path of noisy.paths) recover(path);
    await waitFor(
      "everything to be delivered in the end",
      async () => {
        const all = (
          await Promise.all([noisy.first, ...noise].map((id) => deliveriesOf(noisy.api, id)))
        ).flat();
        return all.length === 6 * ENDPOINTS && all.every(({ status }) => status === "delivered")
          ? true
          : null;
      },
      60_000,
    );
  }, 120_000);
});

describe("an integration that has hung", () => {
  it("is held with the reason, keeps its order, and sends each once when it answers again", async () => {
    const { api, post, paths, requests } = await openHanging(1, { flow: { order: { key: null } } });
    const ids = await post(6);
    expect(await waitForStatus(api, ids[5] ?? "", "held")).toMatchObject({ attempts: 0 });
    recover(paths[0] ?? "");
    for (const id of ids) await waitForStatus(api, id, "delivered");
    const numbers = requests().map(numberIn);
    expect(numbers.slice(numbers.lastIndexOf(0))).toEqual(upTo(7));
  }, 60_000);

  it("gathers batches as before, and each event is in one", async () => {
    const flow = { batch: { size: 3, timeoutMs: 500 } };
    const { api, post, paths, requests } = await openHanging(1, { flow });
    const asked = requests().length;
    recover(paths[0] ?? "");
    const ids = await post(9);
    for (const id of ids) await waitForStatus(api, id, "delivered");
    const sent = requests()
      .slice(asked)
      .map(numbersIn)
      .filter((numbers) => !numbers.includes(0));
    expect(sent.flat().sort()).toEqual(upTo(9).map((n) => n + 1));
    for (const numbers of sent) expect(numbers.length).toBeLessThanOrEqual(3);
    expect(sent.length).toBeLessThan(9);
  }, 60_000);
});
