/**
 * `npm run chaos:flow [-- --events 2000 --kills 10 --seed N]`: events flow into lanes, into batches, into batches of lanes and
 * through a circuit while receivers fail, go away around every kill, and the whole runtime is killed. Ends with every event delivered, and no
 * customer's events out of order.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scheduler } from "node:timers/promises";
import { parseArgs } from "node:util";
import { ensureBuilt } from "../../scripts/build.ts";
import { createTenant, type Tenant } from "../support/api-client.ts";
import { freePort } from "../support/free-port.ts";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway-process.ts";
import { chance, createRandom } from "../support/random.ts";

const { values } = parseArgs({
  options: {
    events: { type: "string", default: "2000" },
    kills: { type: "string", default: "10" },
    seed: { type: "string", default: String(Date.now() % 1_000_000_000) },
  },
});
const EVENTS = Number(values.events);
const KILLS = Number(values.kills);
const SEED = Number(values.seed);
const CUSTOMERS = 5;
const DEADLINE_MS = 9.5 * 60_000;
/** Long enough for every event to arrive in the end: a dead letter would stop its lane, which is another test's. */
const RETRY = { strategy: { kind: "schedule", delaysMs: Array.from({ length: 60 }, () => 150) } };

type Way = "lanes" | "batches" | "laneBatches" | "circuit";

interface Payload {
  readonly customer: number;
  readonly n: number;
}

console.log(`chaos:flow: ${EVENTS} events, ${KILLS} kills, seed ${SEED} (replay with --seed ${SEED})`);
await ensureBuilt();
const startedAt = Date.now();
const random = createRandom(SEED);
const stateFolder = mkdtempSync(join(tmpdir(), "gateway-chaos-flow-"));
/** By the integration's name, which is its path. */
const arrivals: Readonly<Record<Way, Payload[]>> = { lanes: [], batches: [], laneBatches: [], circuit: [] };
const ORDERED: readonly Way[] = ["lanes", "laneBatches"];
/** Until then every request is answered 503: circuits open, and are open while the gateway is killed. */
let awayUntil = 0;
/** Requests that are open, by path and customer. */
const openPerLane = new Map<string, number>();
let mostOpen = 0;
let laneBatchesOfMany = 0;
let mixedLanes = 0;
let calls = 0;
const server = createServer(receive);
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const port = await freePort();
let gateway: GatewayProcess = await startGatewayProcess({ stateFolder, port, tickMs: 10_000 });
let failures: string[] = ["it did not come to its end"];
try {
  const tenant = await createTenant(gateway.url, gateway.adminToken, "chaos flow");
  const circuit = { consecutiveFailures: 3, restMs: 400, maxRestMs: 800 };
  await open(tenant, "lanes", { order: { key: "payload.customer" }, circuit });
  await open(tenant, "circuit", { circuit });
  await open(tenant, "laneBatches", {
    order: { key: "payload.customer" },
    batch: { size: 10, timeoutMs: 200, format: "array" },
    circuit,
  });
  await open(tenant, "batches", {
    batch: { size: 20, timeoutMs: 1_000, format: "array", onFailure: "split" },
  });
  const sending = Promise.all(Array.from({ length: CUSTOMERS }, (_, customer) => sendAll(tenant, customer)));
  for (let kill = 0; kill < KILLS; kill++) {
    await scheduler.wait(300 + random() * random() * 6_000);
    awayUntil = Date.now() + 1_500;
    await scheduler.wait(random() * 1_000);
    await gateway.kill();
    openPerLane.clear();
    gateway = await startGatewayProcess({ stateFolder, port, tickMs: 10_000 });
  }
  await sending;
  await untilAllArrived();
  failures = judge();
} finally {
  await gateway.kill();
  server.closeAllConnections();
  server.close();
  if (failures.length > 0) console.error(`state kept in ${stateFolder}`);
  else rmSync(stateFolder, { recursive: true, force: true });
}
for (const failure of failures.slice(0, 20)) console.error(`FAILED: ${failure}`);
const seconds = Math.round((Date.now() - startedAt) / 1000);
const duplicates = Object.fromEntries(
  Object.entries(arrivals).map(([way, all]) => [way, all.length - EVENTS]),
);
console.log(
  JSON.stringify({
    seed: SEED,
    events: EVENTS,
    kills: KILLS,
    calls,
    duplicates,
    mostOpen,
    laneBatchesOfMany,
    seconds,
  }),
);
process.exit(failures.length > 0 ? 1 : 0);

async function open(tenant: Tenant, name: string, flow: object): Promise<void> {
  await tenant.api.expect(201, "POST", "/api/v1/integrations", {
    name,
    eventTypes: ["order.*"],
    url: `${target}/${name}`,
    timeoutMs: 1_000,
    retry: RETRY,
    flow: { circuit: null, ...flow },
  });
}

/** One post after the other, each until it is answered: so the customer's events have an order. */
async function sendAll(tenant: Tenant, customer: number): Promise<void> {
  const own = EVENTS / CUSTOMERS;
  for (let n = 0; n < own; ) {
    const count = Math.min(own - n, 1 + Math.floor(random() * 8));
    const events = Array.from({ length: count }, (_, index) => ({
      type: "order.created",
      payload: { customer, n: n + index },
    }));
    const status = await tenant.api
      .call("POST", "/api/v1/events/batch", { events }, { "idempotency-key": `flow-${customer}-${n}` })
      .then((answer) => answer.status)
      .catch(() => 0);
    if (status === 202) n += count;
    else await scheduler.wait(50);
  }
}

/** 15 % fail, 3 % break off; what arrived is noted before it is answered, as a real receiver does. */
function receive(request: IncomingMessage, response: ServerResponse): void {
  const parts: Buffer[] = [];
  request.on("data", (part: Buffer) => parts.push(part));
  request.on("error", () => response.destroy());
  request.on("end", () => {
    calls++;
    const body = JSON.parse(Buffer.concat(parts).toString()) as Payload | Payload[];
    const roll = chance(SEED, `call ${calls}`);
    if (roll < 0.15 || Date.now() < awayUntil) return void response.writeHead(503).end();
    if (roll < 0.18) return void request.socket.destroy();
    const way = String(request.url).slice(1) as Way;
    const events = Array.isArray(body) ? body : [body];
    arrivals[way].push(...events);
    if (!ORDERED.includes(way)) return void response.end();
    const lane = `${way} ${events[0]?.customer}`;
    const running = (openPerLane.get(lane) ?? 0) + 1;
    openPerLane.set(lane, running);
    mostOpen = Math.max(mostOpen, running);
    if (events.length > 1) laneBatchesOfMany++;
    if (new Set(events.map(({ customer }) => customer)).size > 1) mixedLanes++;
    setTimeout(() => {
      openPerLane.set(lane, Math.max(0, (openPerLane.get(lane) ?? 0) - 1));
      response.end();
    }, 2);
  });
}

async function untilAllArrived(): Promise<void> {
  const key = ({ customer, n }: Payload) => `${customer}-${n}`;
  while (Date.now() - startedAt < DEADLINE_MS) {
    if (Object.values(arrivals).every((all) => new Set(all.map(key)).size === EVENTS)) return;
    await scheduler.wait(500);
  }
}

function judge(): string[] {
  const found: string[] = [];
  for (let customer = 0; customer < CUSTOMERS; customer++) {
    for (const [way, all] of Object.entries(arrivals)) {
      const numbers = all.filter((one) => one.customer === customer).map(({ n }) => n);
      const firsts = [...new Set(numbers)];
      const missing = EVENTS / CUSTOMERS - firsts.length;
      if (missing > 0) found.push(`${way}: ${missing} events of customer ${customer} never arrived`);
      const wrong = firsts.findIndex((n, index) => n !== index);
      if (ORDERED.includes(way as Way) && wrong >= 0)
        found.push(`${way}, customer ${customer}: ${firsts[wrong]} came where ${wrong} was to come`);
    }
  }
  if (mixedLanes > 0) found.push(`${mixedLanes} requests with events of several lanes`);
  if (laneBatchesOfMany === 0) found.push("no lane ever sent more than one event in a request");
  if (KILLS === 0 && mostOpen > 1) found.push(`${mostOpen} requests of one lane at the same time`);
  return found;
}
