/**
 * `npm run bench:flow`: what the default circuit and a token bucket that never holds anything back cost on the hot path.
 * Two organizations, one with `flow: {circuit: null, rate: null}` and one with both, get the same loads in turn: alone and
 * in batches of a hundred, for time; then one post after another on a counted instance, for operations. `--quick` for a
 * short run.
 */
import { finishPart, median } from "./judge-parts.ts";
import type { Figures, LoadShape } from "./measure.ts";
import { NO_OPERATIONS, type OperationCounts, perEvent } from "./operation-counts.ts";
import { openIntegration, type PartGateway, type Tenant, withGateway } from "./part-gateway.ts";
import { table } from "./report.ts";
import type { Verdict } from "./verdict.ts";

const LEAST_THROUGHPUT = 0.9;
/**
 * Tokens are counted in the memory of the IntegrationObject, with the offer; circuit and bucket are written only when they
 * change or would take longer than ten seconds to fill. So nothing may be added per event. Every post is delivered before
 * the next one and makes one run, whichever side; what is left is a lease on the limit of calls, asked for by the clock,
 * and an alarm of the intake: a fifth of an operation per post.
 */
const SLACK_PER_POST = 0.2;
const PER_POST = 100;
const NEVER_HOLDS = { limit: 1_000_000, per: "second", burst: 1_000_000 };

const SIDES = ["off", "on"] as const;
type Side = (typeof SIDES)[number];
const KINDS = ["single", "batch"] as const;
type Kind = (typeof KINDS)[number];

interface SideFigures {
  /** Medians of the rounds. */
  readonly deliveredPerSecond: number;
  readonly cpuMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Over all rounds: neither lost nor refused nor unexpected. */
  readonly wrong: number;
  readonly operations: OperationCounts;
}

interface KindFigures {
  readonly off: SideFigures;
  readonly on: SideFigures;
  /** Median of what on did compared with off within one round. */
  readonly throughputRatio: number;
}

export type FlowCost = Readonly<Record<Kind, KindFigures>>;

interface Plan {
  readonly rounds: number;
  readonly shapes: Readonly<Record<Kind, LoadShape>>;
  readonly countedPosts: number;
}

const planOf = (quick: boolean): Plan => ({
  rounds: quick ? 5 : 12,
  shapes: {
    single: { kind: "single", posts: quick ? 600 : 1_500, connections: 32 },
    batch: { kind: "batch", posts: quick ? 20 : 40, perPost: PER_POST, connections: 4 },
  },
  countedPosts: quick ? 20 : 60,
});

export async function measureFlowCost(quick: boolean): Promise<FlowCost> {
  const plan = planOf(quick);
  const rounds = await withGateway("speed", async (gateway) => {
    const tenants = await openSides(gateway);
    for (const side of SIDES) for (const kind of KINDS) await tenants[side].measured.run(plan.shapes[kind]);
    const made: Record<Kind, Record<Side, Figures[]>> = {
      single: { off: [], on: [] },
      batch: { off: [], on: [] },
    };
    for (let round = 0; round < plan.rounds; round++) {
      // Who goes second meets the garbage of who went first.
      const order = round % 2 === 0 ? SIDES : [...SIDES].reverse();
      for (const kind of KINDS) {
        for (const side of order) made[kind][side].push(await tenants[side].measured.run(plan.shapes[kind]));
      }
    }
    return made;
  });
  const counts = await withGateway("counted", (gateway) => countSides(gateway, plan.countedPosts));
  const figures = (kind: Kind): KindFigures => {
    const { off, on } = rounds[kind];
    const ratios = on.map(
      ({ deliveredPerSecond }, i) => deliveredPerSecond / (off[i]?.deliveredPerSecond ?? 0),
    );
    return {
      off: summarize(off, counts[kind].off),
      on: summarize(on, counts[kind].on),
      throughputRatio: median(ratios),
    };
  };
  return { single: figures("single"), batch: figures("batch") };
}

async function openSides(gateway: PartGateway): Promise<Record<Side, Tenant>> {
  const open = async (side: Side, flow: object): Promise<Tenant> => {
    const tenant = await gateway.openTenant(`flow ${side}`);
    const settings = { name: side, eventTypes: ["order.*"], url: gateway.targetUrl, flow };
    await openIntegration(tenant.caller, settings);
    return tenant;
  };
  return {
    off: await open("off", { circuit: null, rate: null }),
    on: await open("on", { rate: NEVER_HOLDS }),
  };
}

/** One caller, and each post delivered before the next: the runs are the same on both sides. */
async function countSides(
  gateway: PartGateway,
  posts: number,
): Promise<Record<Kind, Record<Side, OperationCounts>>> {
  const tenants = await openSides(gateway);
  const countLoad = async (shape: LoadShape) => {
    const counts: Record<Side, OperationCounts[]> = { off: [], on: [] };
    for (const side of SIDES) await tenants[side].measured.run(shape);
    for (let post = 0; post < posts; post++) {
      for (const side of SIDES) {
        const before = await gateway.operations();
        const { accepted } = await tenants[side].measured.run(shape);
        counts[side].push(perEvent(before, await gateway.operations(), accepted));
      }
    }
    return { off: average(counts.off), on: average(counts.on) };
  };
  return {
    single: await countLoad({ kind: "single", posts: 1, connections: 1 }),
    batch: await countLoad({ kind: "batch", posts: 1, perPost: PER_POST, connections: 1 }),
  };
}

/** The mean; of rows read the median, because now and then an intake's watchdog walks over all of its keys. */
function average(counts: readonly OperationCounts[]): OperationCounts {
  const values = (name: keyof OperationCounts) => counts.map((count) => count[name]);
  const mean = (all: readonly number[]) => all.reduce((sum, value) => sum + value, 0) / all.length;
  const averages = Object.keys(NO_OPERATIONS).map((name) => {
    const all = values(name as keyof OperationCounts);
    return [name, name.endsWith("RowsRead") ? median(all) : mean(all)];
  });
  return Object.fromEntries(averages) as OperationCounts;
}

function summarize(rounds: readonly Figures[], operations: OperationCounts): SideFigures {
  return {
    deliveredPerSecond: median(rounds.map((round) => round.deliveredPerSecond)),
    cpuMs: median(rounds.map((round) => round.workerdCpuMs)),
    p50Ms: median(rounds.map((round) => round.publishToDeliveredMs.p50)),
    p99Ms: median(rounds.map((round) => round.publishToDeliveredMs.p99)),
    wrong: rounds.reduce((sum, { lost, refused, unexpected }) => sum + lost + refused + unexpected, 0),
    operations,
  };
}

export function judgeFlowCost(cost: FlowCost): readonly Verdict[] {
  return KINDS.flatMap((kind): Verdict[] => {
    const { off, on, throughputRatio } = cost[kind];
    const slack = SLACK_PER_POST / (kind === "batch" ? PER_POST : 1);
    const more = moreOperations(off.operations, on.operations, slack);
    return [
      {
        kind: "promise",
        claim: `${kind}: with circuit and bucket ${throughputRatio.toFixed(2)} times the events a second (at least ${LEAST_THROUGHPUT})`,
        holds: throughputRatio >= LEAST_THROUGHPUT && off.wrong + on.wrong === 0,
      },
      {
        kind: "promise",
        claim: `${kind}: they add no operation per event (within ${slack})${more.length === 0 ? "" : `: ${more.join(", ")}`}`,
        holds: more.length === 0,
      },
    ];
  });
}

function moreOperations(off: OperationCounts, on: OperationCounts, slack: number): string[] {
  return (Object.keys(off) as (keyof OperationCounts)[]).flatMap((name) =>
    on[name] - off[name] > slack ? `${name} ${off[name].toFixed(3)} -> ${on[name].toFixed(3)}` : [],
  );
}

export function flowCostTable(cost: FlowCost): string {
  const names = Object.keys(NO_OPERATIONS) as (keyof OperationCounts)[];
  const rows = KINDS.flatMap((kind) =>
    SIDES.map((side) => {
      const { deliveredPerSecond, cpuMs, p50Ms, p99Ms, operations } = cost[kind][side];
      const times = [deliveredPerSecond.toFixed(0), cpuMs.toFixed(2), p50Ms.toFixed(0), p99Ms.toFixed(0)];
      return [`${kind}, ${side}`, ...times, ...names.map((name) => operations[name].toFixed(3))];
    }),
  );
  return table(["", "delivered/s", "CPU ms/event", "p50 ms", "p99 ms", ...names], rows);
}

if (import.meta.main) {
  const figures = await measureFlowCost(process.argv.includes("--quick"));
  finishPart("flow", flowCostTable(figures), judgeFlowCost(figures), figures);
}
