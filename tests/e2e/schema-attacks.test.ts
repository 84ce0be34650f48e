import { afterAll, beforeAll, expect, it } from "vitest";
import type { ApiClient, Json } from "../support/api-client.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { createIntegration, openTenant, postEvent, waitFor, waitForStatus } from "./support.ts";

let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());

/** Backtracks for ever on BURNING, and takes what is only letters a. */
const BROKEN = { properties: { text: { pattern: "^(a+)+$" } } };
const MENDED = { properties: { text: { pattern: "^a+!$" } } };
const BURNING = { text: `${"a".repeat(60)}!` };
/** The meta-schema wants all values of an enum to differ, and comparing each with each takes for ever. */
const DEAR = { enum: Array.from({ length: 7_000 }, (_, n) => `v${n}`) };

function expectWait(answer: { status: number; json: Json; headers: Headers }): void {
  expect([answer.status, answer.json.code]).toEqual([429, "rate_limited"]);
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
}

const typeOf = (schema: unknown) => ({ name: "redos.sent", schema, validation: "STRICT" });

async function saveType(api: ApiClient, schema: unknown): Promise<void> {
  await api.expect(201, "POST", "/api/v1/event-types", typeOf(schema));
}

/** Until its organization rests: how many were answered 422. */
async function burn(api: ApiClient): Promise<number> {
  for (let burnt = 0; burnt < 20; burnt++) {
    const answer = await api.call("POST", "/api/v1/events", { type: "redos.sent", payload: BURNING });
    if (answer.status === 429) {
      expectWait(answer);
      return burnt;
    }
    expect(answer.json.code).toBe("invalid_event");
  }
  throw new Error("It burns for ever.");
}

it("deliveries wait while their organization's schemas rest, and only those that burnt are dead letters", {
  timeout: 180_000,
}, async () => {
  const { api } = await openTenant("burning deliveries");
  const { id } = await createIntegration(api, `${receiver.url}/redos`, {
    eventTypes: ["redos.sent"],
    validation: { mode: "STRICT", schema: BROKEN },
  });
  await createIntegration(api, `${receiver.url}/plain`, { eventTypes: ["plain.sent"] });
  const sent = await Promise.all(
    Array.from({ length: 12 }, () => postEvent(api, BURNING, { type: "redos.sent" })),
  );
  const plain = await postEvent(api, { n: 1 }, { type: "plain.sent" });
  await waitForStatus(api, plain, "delivered");
  const list = async () => {
    const { items } = await api.expect(200, "GET", `/api/v1/deliveries?integrationId=${id}&limit=50`);
    return items as Json[];
  };
  const isHeld = async () => ((await list()).some(({ status }) => status === "held") ? true : null);
  await waitFor("one that is held", isHeld, 80_000);
  // The mended schema is saved although its organization rests for the broken one.
  await api.expect(200, "PATCH", `/api/v1/integrations/${id}`, {
    validation: { mode: "STRICT", schema: MENDED },
  });
  await waitFor(
    "all of them",
    async () =>
      (await list()).every(({ status }) => status !== "held" && status !== "pending") ? true : null,
    80_000,
  );
  const done = await list();
  expect(done).toHaveLength(sent.length);
  const dead = done.filter(({ status }) => status === "dead_lettered");
  expect(dead.length).toBeLessThan(sent.length);
  expect(done.filter(({ status }) => status === "delivered")).toHaveLength(sent.length - dead.length);
  for (const { attempts } of done) expect(attempts).toBe(1);
});

it("a sender is asked to come back while the schemas of its organization rest, and a neighbour's is not", async () => {
  const [{ api }, { api: other }] = [await openTenant("burning"), await openTenant("its neighbour")];
  await saveType(api, BROKEN);
  await saveType(other, BROKEN);
  expect(await burn(api)).toBeGreaterThan(0);
  const good = { type: "redos.sent", payload: { text: "aaa" } };
  expectWait(await api.call("POST", "/api/v1/events", good));
  await other.expect(202, "POST", "/api/v1/events", good);
  // What no schema is enforced for is taken.
  await api.expect(202, "POST", "/api/v1/events", { type: "free.sent", payload: BURNING });
  const { schema, validation } = typeOf(MENDED);
  await api.expect(200, "PATCH", "/api/v1/event-types/redos.sent", { schema, validation });
});

it("who saves schemas that burn has to wait before the next one, and is told for how long", {
  timeout: 60_000,
}, async () => {
  const { api } = await openTenant("burning saves");
  const save = (schema: unknown) =>
    api.call("POST", "/api/v1/event-types", { ...typeOf(schema), name: "a.b" });
  expect((await save(DEAR)).status).toBe(422);
  expect((await save({ title: "again", ...DEAR })).status).toBe(422);
  expectWait(await save({ type: "object" }));
  const { api: other } = await openTenant("another");
  await saveType(other, MENDED);
});
