/**
 * The second attack of `npm run bench:noisy`: every event of the neighbour meets a pattern that backtracks for ever, where it is
 * sent and where it is delivered, and beside it the neighbour saves one schema of 60 KB after another. While it is calm it
 * sends as many events, and saves small schemas.
 */
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type Caller,
  judgeNoise,
  measureNoise,
  type Noise,
  type NoisyFigures,
  type NoisyTenant,
  noisyTable,
  postEvent,
} from "./noisy-neighbour.ts";
import type { Verdict } from "./verdict.ts";

export const SCHEMA_CLAIM = "a neighbour's schemas burn everything and it saves large ones";
export const SCHEMA_TITLE = "the neighbour's schema";

const GOOD = { type: "object", properties: { name: { type: "string", maxLength: 100 } } };
const BURNING = { type: "object", properties: { text: { pattern: "^(a+)+$" } } };
const PAYLOAD = { text: `${"a".repeat(1_000)}!` };
/** The neighbour's requests take turns: events, an event that its type's schema is enforced on, a save. */
const SAVE_EVERY = 10;

let saved = 0;

function largeSchema(): object {
  const member = { type: "object", required: ["a"], properties: { a: { type: "string", maxLength: 20 } } };
  const properties = Object.fromEntries(Array.from({ length: 600 }, (_, n) => [`field${n}`, member]));
  return { title: `large ${saved++}`, type: "object", properties };
}

const smallSchema = (): object => ({ title: `small ${saved++}`, ...GOOD });

async function call(
  { url, apiKey }: Caller,
  method: string,
  path: string,
  body: unknown,
): Promise<{ status: number; text: string }> {
  const response = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}

/** A save or an event that may be refused, in one of the ways that belong to the attack. */
async function expectOne(answer: Promise<{ status: number; text: string }>, ...statuses: number[]) {
  const { status, text } = await answer;
  if (!statuses.includes(status)) throw new Error(`Answered ${status}: ${text.slice(0, 300)}`);
  return status;
}

const enforced = (caller: Caller) =>
  call(caller, "POST", "/api/v1/events", { type: "burn.sent", payload: PAYLOAD });

async function ensureType({ caller }: NoisyTenant, name: string): Promise<void> {
  await expectOne(call(caller, "POST", "/api/v1/event-types", { name }), 201, 409);
}

async function setSchema(neighbour: NoisyTenant, schema: object): Promise<void> {
  const { caller, integration } = neighbour;
  await ensureType(neighbour, "burn.sent");
  await ensureType(neighbour, "saved.often");
  const change = { schema, validation: "STRICT" };
  await expectOne(call(caller, "PATCH", "/api/v1/event-types/burn.sent", change), 200);
  const validation = { mode: "STRICT", schema };
  await expectOne(call(caller, "PATCH", `/api/v1/integrations/${integration}`, { validation }), 200);
}

function save({ caller }: NoisyTenant, schema: object) {
  const change = { schema, validation: "STRICT" };
  return expectOne(call(caller, "PATCH", "/api/v1/event-types/saved.often", change), 200, 429);
}

async function untilRefused(what: string, request: () => Promise<number>): Promise<void> {
  const from = performance.now();
  for (let made = 0; made < 100; made++) {
    if ((await request()) !== 429) continue;
    console.log(`${what}: ${made} until it rests, ${(performance.now() - from).toFixed(0)} ms`);
    return;
  }
  throw new Error(`${what}: never refused`);
}

export const SCHEMA_NOISE: Noise = {
  settings: { validation: { mode: "STRICT", schema: GOOD } },
  calm: (neighbour) => setSchema(neighbour, GOOD),
  async attack(neighbour) {
    await setSchema(neighbour, BURNING);
    await untilRefused("saves of 60 KB", () => save(neighbour, largeSchema()));
    await untilRefused("events that burn", () => expectOne(enforced(neighbour.caller), 422, 429));
    await sleep(100);
  },
  send(neighbour, attacking, n) {
    const { caller } = neighbour;
    if (n % SAVE_EVERY === 0) return save(neighbour, attacking ? largeSchema() : smallSchema());
    if (n % 2 === 0) return postEvent(caller, attacking ? PAYLOAD : {});
    return expectOne(enforced(caller), 202, 422, 429);
  },
};

export const judgeNoisySchema = (figures: NoisyFigures): Verdict => judgeNoise(SCHEMA_CLAIM, figures);
export const noisySchemaTable = (figures: NoisyFigures): string => noisyTable(SCHEMA_TITLE, figures);
export const measureNoisySchema = (rounds: number, seconds: number): Promise<NoisyFigures> =>
  measureNoise(SCHEMA_NOISE, rounds, seconds);
