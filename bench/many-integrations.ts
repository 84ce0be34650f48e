/**
 * `npm run bench:integrations`: what an event costs in an organization with 10, 100, 1,000 and 10,000 integrations, when
 * it is for one of them. The same ten integrations take the events everywhere, so that only the number of the others
 * differs. `--quick` stops at 1,000.
 */
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { callApi } from "../scripts/demo/call-api.ts";
import { fillIntegrations } from "./fill-integrations.ts";
import { finishPart, median } from "./judge-parts.ts";
import { USD_PER_MILLION } from "./list-prices.ts";
import type { Figures, LoadShape } from "./measure.ts";
import { NO_OPERATIONS, type OperationCounts, perEvent } from "./operation-counts.ts";
import { type PartGateway, type Tenant, withGateway } from "./part-gateway.ts";
import { table } from "./report.ts";
import type { Verdict } from "./verdict.ts";

const SIZES = [10, 100, 1_000, 10_000] as const;
const GROWTH = 1.1;
const TAKERS = 10;
const PER_POST = 100;
const TYPES = Array.from({ length: TAKERS }, (_, n) => typeOf(n));
/** An isolate looks after so long whether its configuration is still the newest. */
const CONFIG_AGE_MS = 31_000;

interface SizeFigures {
  readonly size: number;
  /** Medians of the rounds. */
  readonly cpuMs: number;
  readonly deliveredPerSecond: number;
  /** Compared with the smallest organization within the same round, the median. */
  readonly cpuRatio: number;
  readonly wrong: number;
  readonly operations: OperationCounts;
  /** Of a hundred events that meet a configuration older than half a minute. */
  readonly operationsOfOld: OperationCounts;
  /** From the post of the first event after a change to its answer, and the smallest such figure. */
  readonly afterChangeMs: number;
  readonly heapMb: number;
}

export type ManyIntegrations = readonly SizeFigures[];

interface Side {
  readonly size: number;
  readonly tenant: Tenant;
  readonly rounds: Figures[];
}

export async function measureManyIntegrations(quick: boolean): Promise<ManyIntegrations> {
  const sizes = SIZES.filter((size) => !quick || size <= 1_000);
  // Long enough that a collection of garbage is a small part of it: rounds of 2,000 events differed by half.
  const shape: LoadShape = { kind: "batch", posts: 60, perPost: PER_POST, connections: 4, types: TYPES };
  const timed = await withGateway("speed", async (gateway) => {
    const sides = await openSides(gateway, sizes);
    for (let round = 0; round < (quick ? 6 : 12); round++) {
      for (const { tenant, rounds } of round % 2 === 0 ? sides : [...sides].reverse()) {
        // So that no load meets the moment at which its configuration is looked at anew.
        await postOne(tenant);
        rounds.push(await tenant.measured.run(shape));
      }
    }
    const changed = new Map<number, number>();
    for (const { size, tenant } of sides) changed.set(size, await timeAfterChange(tenant));
    return { sides, changed };
  });
  const counted = await withGateway("counted", (gateway) => count(gateway, sizes, quick ? 10 : 30));
  const heaps = new Map<number, number>();
  for (const size of sizes) heaps.set(size, await readHeap(size));
  const [smallest] = timed.sides;
  return timed.sides.map(({ size, rounds }): SizeFigures => {
    const ratios = rounds.map(
      ({ workerdCpuMs }, i) => workerdCpuMs / (smallest?.rounds[i]?.workerdCpuMs ?? 0),
    );
    return {
      size,
      cpuMs: median(rounds.map(({ workerdCpuMs }) => workerdCpuMs)),
      deliveredPerSecond: median(rounds.map(({ deliveredPerSecond }) => deliveredPerSecond)),
      cpuRatio: median(ratios),
      wrong: rounds.reduce((sum, { lost, refused, unexpected }) => sum + lost + refused + unexpected, 0),
      operations: counted.get(size)?.warm ?? NO_OPERATIONS,
      operationsOfOld: counted.get(size)?.old ?? NO_OPERATIONS,
      afterChangeMs: timed.changed.get(size) ?? 0,
      heapMb: heaps.get(size) ?? 0,
    };
  });
}

async function openSides(gateway: PartGateway, sizes: readonly number[]): Promise<readonly Side[]> {
  const sides: Side[] = [];
  for (const size of sizes) {
    const tenant = await gateway.openTenant(`${size} integrations`);
    // Half of them by a pattern: an index of names alone would not find those.
    const wanted = Array.from({ length: size }, (_, n) => ({
      url: gateway.targetUrl,
      eventTypes: [n % 2 === 0 ? typeOf(n) : `shop${n}.*`],
    }));
    await fillIntegrations(gateway, tenant, wanted);
    // Every taker's object is made, the configuration is loaded.
    await tenant.measured.run({ kind: "batch", posts: 10, perPost: PER_POST, connections: 2, types: TYPES });
    sides.push({ size, tenant, rounds: [] });
  }
  return sides;
}

function typeOf(n: number): string {
  return `shop${n}.order.created`;
}

function postOne({ measured }: Tenant): Promise<Figures> {
  return measured.run({ kind: "single", posts: 1, connections: 1, types: TYPES });
}

/** The organization's next event after its configuration was changed loads it anew, all of it. */
async function timeAfterChange({ caller }: Tenant): Promise<number> {
  const { items } = await callApi<{ items: readonly { id: string }[] }>(
    caller,
    200,
    "GET",
    "/api/v1/integrations?limit=1",
  );
  const times: number[] = [];
  for (let n = 0; n < 3; n++) {
    await callApi(caller, 200, "PATCH", `/api/v1/integrations/${items[0]?.id}`, { name: `changed ${n}` });
    const from = performance.now();
    await callApi(caller, 202, "POST", "/api/v1/events", { type: TYPES[0], payload: {} });
    times.push(performance.now() - from);
  }
  return median(times);
}

async function count(gateway: PartGateway, sizes: readonly number[], posts: number) {
  const sides = await openSides(gateway, sizes);
  const shape: LoadShape = { kind: "batch", posts: 1, perPost: PER_POST, connections: 1, types: TYPES };
  const one = async ({ tenant }: Side) => {
    const before = await gateway.operations();
    const { accepted } = await tenant.measured.run(shape);
    return perEvent(before, await gateway.operations(), accepted);
  };
  const warm = new Map<number, OperationCounts[]>(sizes.map((size) => [size, []]));
  for (let post = 0; post < posts; post++)
    for (const side of sides) warm.get(side.size)?.push(await one(side));
  const old = new Map<number, OperationCounts>();
  await sleep(CONFIG_AGE_MS);
  for (const side of sides) old.set(side.size, await one(side));
  return new Map(
    sizes.map((size) => [size, { warm: middle(warm.get(size) ?? []), old: old.get(size) ?? NO_OPERATIONS }]),
  );
}

/** Count by count the median: now and then one post pays for what a clock does, whatever the organization's size. */
function middle(counts: readonly OperationCounts[]): OperationCounts {
  const names = Object.keys(NO_OPERATIONS) as (keyof OperationCounts)[];
  const medians = names.map((name) => [name, median(counts.map((one) => one[name]))]);
  return Object.fromEntries(medians) as OperationCounts;
}

/** What the isolate holds with this one organization loaded. */
function readHeap(size: number): Promise<number> {
  return withGateway("inspected", async (gateway) => {
    const [side] = await openSides(gateway, [size]);
    if (side === undefined) return 0;
    const figures = await side.tenant.measured.runAndReadMemory({
      kind: "batch",
      posts: 5,
      perPost: PER_POST,
      connections: 2,
      types: TYPES,
    });
    return figures.heapMb;
  });
}

const usdOf = (operations: OperationCounts): number =>
  (Object.keys(operations) as (keyof OperationCounts)[]).reduce(
    (sum, name) => sum + operations[name] * USD_PER_MILLION[name],
    0,
  );

export function judgeManyIntegrations(many: ManyIntegrations): readonly Verdict[] {
  const wrong = many.reduce((sum, side) => sum + side.wrong, 0);
  const [smallest] = many;
  const flat = (what: string, cost: (figures: SizeFigures) => number): Verdict => {
    const least = smallest === undefined ? 0 : cost(smallest);
    const shown = many.map((figures) => `${figures.size}: ${cost(figures).toFixed(3)}`).join(", ");
    return {
      kind: "promise",
      claim: `integrations: ${what} stay within ${Math.round((GROWTH - 1) * 100)} % (${shown})`,
      holds: many.every((figures) => cost(figures) <= least * GROWTH),
    };
  };
  return [
    { kind: "promise", claim: `integrations: every event delivered, ${wrong} wrong`, holds: wrong === 0 },
    flat("CPU per event, against the smallest", ({ cpuRatio }) => cpuRatio),
    flat("operations at list price, USD per million events,", ({ operations }) => usdOf(operations)),
    flat("so do they with a configuration that must be looked at anew: they", ({ operationsOfOld }) =>
      usdOf(operationsOfOld),
    ),
  ];
}

export function manyIntegrationsTable(many: ManyIntegrations): string {
  const names = Object.keys(NO_OPERATIONS) as (keyof OperationCounts)[];
  const rows = many.map(
    ({ size, cpuMs, cpuRatio, deliveredPerSecond, operations, operationsOfOld, ...more }) => [
      String(size),
      cpuMs.toFixed(3),
      cpuRatio.toFixed(2),
      deliveredPerSecond.toFixed(0),
      more.afterChangeMs.toFixed(0),
      more.heapMb.toFixed(1),
      ...names.map((name) => operations[name].toFixed(3)),
      operationsOfOld.databaseRowsRead.toFixed(2),
    ],
  );
  return table(
    [
      "integrations",
      "CPU ms/event",
      "ratio",
      "delivered/s",
      "ms after a change",
      "heap MB",
      ...names,
      "rows read, old",
    ],
    rows,
  );
}

if (import.meta.main) {
  const figures = await measureManyIntegrations(process.argv.includes("--quick"));
  finishPart("integrations", manyIntegrationsTable(figures), judgeManyIntegrations(figures), figures);
}
