/**
 * `npm run bench:fan-out`: one event for 1, 10, 100 and 1,000 integrations. Operations, CPU and time per delivery; every
 * integration has a path and a signing secret of its own, and every delivery is held against both. `--quick` for a short run.
 */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { Webhook } from "standardwebhooks";
import { callApi } from "../scripts/demo/call-api.ts";
import { fillIntegrations } from "./fill-integrations.ts";
import { finishPart, median } from "./judge-parts.ts";
import { USD_PER_MILLION } from "./list-prices.ts";
import { NO_OPERATIONS, type OperationCounts, perEvent } from "./operation-counts.ts";
import { type PartGateway, type Tenant, withGateway } from "./part-gateway.ts";
import { readProcessStats } from "./process-stats.ts";
import { table } from "./report.ts";
import type { Verdict } from "./verdict.ts";

const WIDTHS = [1, 10, 100, 1_000] as const;
/** What a wider fan-out may cost more per delivery than a narrower one. */
const GROWTH = 1.1;
const PATIENCE_MS = 60_000;
/** A run's records, segment and confirmation follow its last request. */
const AFTERWARDS_MS = 400;

interface WidthFigures {
  readonly width: number;
  readonly events: number;
  readonly deliveries: number;
  /** From the post to the last arrival, by the width; the median. */
  readonly msPerDelivery: number;
  readonly cpuMsPerDelivery: number;
  readonly operations: OperationCounts;
  /** Deliveries that never came, came twice, at another's path, or that their own secret does not verify. */
  readonly wrong: number;
}

export type FanOut = readonly WidthFigures[];

interface Side {
  readonly width: number;
  readonly tenant: Tenant;
  readonly secrets: readonly string[];
  readonly times: number[];
  events: number;
  cpuMs: number;
  operations: OperationCounts;
  wrong: number;
}

export async function measureFanOut(quick: boolean): Promise<FanOut> {
  const inbox = await openInbox();
  try {
    const timed = await withGateway("speed", (gateway) =>
      postInTurn(gateway, inbox, quick ? 2 : 6, ({ width }) => (width >= 100 ? 2 : 10)),
    );
    const counted = await withGateway("counted", (gateway) =>
      postInTurn(gateway, inbox, quick ? 2 : 4, () => 1),
    );
    return timed.map((side, index): WidthFigures => {
      const { width, times, cpuMs, events } = side;
      const count = counted[index] ?? side;
      return {
        width,
        events: events + count.events,
        deliveries: (events + count.events) * width,
        msPerDelivery: median(times) / width,
        cpuMsPerDelivery: cpuMs / (events * width),
        operations: perEvent(NO_OPERATIONS, count.operations, count.events * width),
        wrong: side.wrong + count.wrong,
      };
    });
  } finally {
    await inbox.close();
  }
}

async function postInTurn(
  gateway: PartGateway,
  inbox: Inbox,
  rounds: number,
  eventsOf: (side: Side) => number,
): Promise<readonly Side[]> {
  const sides: Side[] = [];
  for (const width of WIDTHS) {
    const tenant = await gateway.openTenant(`fan-out ${width}`);
    const wanted = Array.from({ length: width }, (_, n) => ({
      url: `${inbox.url}/${width}/${n}`,
      eventTypes: ["order.*"],
    }));
    const secrets = await fillIntegrations(gateway, tenant, wanted);
    const side = {
      width,
      tenant,
      secrets,
      times: [],
      events: 0,
      cpuMs: 0,
      operations: NO_OPERATIONS,
      wrong: 0,
    };
    // Its objects are made, its configuration is loaded.
    await postOne(inbox, side);
    await sleep(AFTERWARDS_MS);
    sides.push(side);
  }
  for (let round = 0; round < rounds; round++) {
    for (const side of sides) {
      for (let event = 0; event < eventsOf(side); event++) {
        const operations = await gateway.operations();
        const { cpuMs } = readProcessStats(gateway.workerdPids);
        const arrived = await postOne(inbox, side);
        await sleep(AFTERWARDS_MS);
        side.cpuMs += readProcessStats(gateway.workerdPids).cpuMs - cpuMs;
        side.operations = add(side.operations, operations, await gateway.operations());
        side.times.push(arrived.ms);
        side.events++;
        side.wrong += arrived.wrong;
      }
    }
  }
  return sides;
}

function add(sum: OperationCounts, before: OperationCounts, after: OperationCounts): OperationCounts {
  const names = Object.keys(sum) as (keyof OperationCounts)[];
  return Object.fromEntries(
    names.map((name) => [name, sum[name] + after[name] - before[name]]),
  ) as unknown as OperationCounts;
}

/** One event, until each of its integrations has it. */
async function postOne(
  inbox: Inbox,
  { width, tenant, secrets }: Side,
): Promise<{ ms: number; wrong: number }> {
  inbox.clear();
  const from = performance.now();
  const { id } = await callApi<{ id: string }>(tenant.caller, 202, "POST", "/api/v1/events", {
    type: "order.created",
    payload: { note: "n".repeat(1_000) },
  });
  while (inbox.deliveries.length < width && performance.now() - from < PATIENCE_MS) await sleep(1);
  const ms = performance.now() - from;
  // One that comes twice would come now.
  await sleep(20);
  const seen = new Map<string, number>();
  let forged = 0;
  for (const { path, headers, body } of inbox.deliveries) {
    seen.set(path, (seen.get(path) ?? 0) + 1);
    const secret = secrets[Number(path.split("/")[2])] ?? "";
    if (headers["webhook-id"] !== id || !path.startsWith(`/${width}/`) || !verifies(secret, headers, body))
      forged++;
  }
  const once = secrets.filter((_, n) => seen.get(`/${width}/${n}`) === 1).length;
  return { ms, wrong: forged + width - once };
}

function verifies(secret: string, headers: Record<string, string>, body: string): boolean {
  try {
    new Webhook(secret).verify(body, headers);
    return true;
  } catch {
    return false;
  }
}

interface Delivery {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

interface Inbox {
  readonly url: string;
  readonly deliveries: readonly Delivery[];
  clear(): void;
  close(): Promise<void>;
}

async function openInbox(): Promise<Inbox> {
  const deliveries: Delivery[] = [];
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const headers = request.headers as Record<string, string>;
      deliveries.push({ path: request.url ?? "", headers, body: Buffer.concat(parts).toString() });
      response.end("ok");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    deliveries,
    clear: () => {
      deliveries.length = 0;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const usdOf = (operations: OperationCounts): number =>
  (Object.keys(operations) as (keyof OperationCounts)[]).reduce(
    (sum, name) => sum + operations[name] * USD_PER_MILLION[name],
    0,
  );

export function judgeFanOut(fanOut: FanOut): readonly Verdict[] {
  const wrong = fanOut.reduce((sum, side) => sum + side.wrong, 0);
  const deliveries = fanOut.reduce((sum, side) => sum + side.deliveries, 0);
  return [
    {
      kind: "promise",
      claim: `fan-out: ${deliveries} deliveries, each once, at its own path, verified with its own secret; ${wrong} wrong`,
      holds: wrong === 0,
    },
    flat("operations at list price (USD per million deliveries)", fanOut, ({ operations }) =>
      usdOf(operations),
    ),
    flat("Durable Object requests", fanOut, ({ operations }) => operations.objectRequests),
    flat(
      "rows written",
      fanOut,
      ({ operations: { databaseRowsWritten, objectRowsWritten } }) => databaseRowsWritten + objectRowsWritten,
    ),
    flat("CPU ms", fanOut, ({ cpuMsPerDelivery }) => cpuMsPerDelivery),
    flat("ms", fanOut, ({ msPerDelivery }) => msPerDelivery),
  ];
}

/** No width costs more per delivery than any narrower one, by more than a tenth. */
function flat(what: string, fanOut: FanOut, cost: (figures: WidthFigures) => number): Verdict {
  const costs = fanOut.map(cost);
  const holds = costs.every((value, index) =>
    costs.slice(0, index).every((narrower) => value <= narrower * GROWTH),
  );
  const shown = fanOut.map(({ width }, index) => `${width}: ${(costs[index] ?? 0).toFixed(3)}`).join(", ");
  return { kind: "promise", claim: `fan-out: ${what} per delivery does not grow (${shown})`, holds };
}

export function fanOutTable(fanOut: FanOut): string {
  const names = Object.keys(NO_OPERATIONS) as (keyof OperationCounts)[];
  const rows = fanOut.map(({ width, events, msPerDelivery, cpuMsPerDelivery, operations }) => [
    String(width),
    String(events),
    msPerDelivery.toFixed(2),
    cpuMsPerDelivery.toFixed(2),
    ...names.map((name) => operations[name].toFixed(3)),
  ]);
  return table(["integrations", "events", "ms/delivery", "CPU ms/delivery", ...names], rows);
}

if (import.meta.main) {
  const figures = await measureFanOut(process.argv.includes("--quick"));
  finishPart("fanOut", fanOutTable(figures), judgeFanOut(figures), figures);
}
