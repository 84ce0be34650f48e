/** The promises the benchmark can break. Pure. */
import { LOAD_KINDS, type Reading, type SubjectResult } from "./measure-subject.ts";

export interface Verdict {
  readonly claim: string;
  readonly holds: boolean;
  /** A goal that is missed is printed, a promise that is broken fails the run. */
  readonly kind: "promise" | "goal";
}

const MOST_USD_PER_MILLION = 5;
const SHARE_OF_BARE = 0.6;
/** Six bytes for every event between the first reading and the last. */
const HEAP_TOLERANCE_MB = 0.5;
/** Of what the process had at the first reading. What its allocator keeps wobbles by a tenth from run to run. */
const RSS_TOLERANCE = 0.2;

/** Holds of everything that delivers; of the bare pipeline too, or the benchmark itself is broken. */
export function judgeCustody(name: string, result: SubjectResult): readonly Verdict[] {
  const { checked, invalid } = result.signatures;
  const signed: Verdict = {
    kind: "promise",
    claim: `${name}: ${checked} deliveries verified with standardwebhooks`,
    holds: checked > 0 && invalid === 0,
  };
  const custody = LOAD_KINDS.map((kind): Verdict => {
    const { accepted, lost, unexpected, refused, idsAnsweredTwice } = result.loads[kind];
    return {
      kind: "promise",
      claim: `${name}, ${kind}: every event accepted, delivered, and nothing else`,
      holds: accepted > 0 && lost + unexpected + refused + idsAnsweredTwice === 0,
    };
  });
  return [...custody, signed];
}

/** What it costs. */
export function judgeThrift(result: SubjectResult): readonly Verdict[] {
  const verdicts: Verdict[] = [];
  for (const kind of LOAD_KINDS) {
    const usd = result.bills[kind].usdPerMillion.total;
    verdicts.push({
      kind: "promise",
      claim: `${kind}: ${usd.toFixed(2)} USD per million is under ${MOST_USD_PER_MILLION}`,
      holds: usd < MOST_USD_PER_MILLION,
    });
  }
  return verdicts;
}

/**
 * What the gateway holds on to is its Worker's heap after a collection, and that may not grow with the events that went
 * through. The process around it also plays D1, R2 and the queues and keeps what it once allocated: it is held against
 * the bare pipeline's process, which plays the same in the same run.
 */
export function judgeMemory(gateway: SubjectResult, bare: SubjectResult | undefined): readonly Verdict[] {
  const heap = growthOf(gateway, ({ heapMb }) => heapMb);
  const rss = growthOf(gateway, ({ rssMb }) => rssMb);
  if (heap === null || rss === null) return [];
  const nothingLost = gateway.growth.every(({ lost }) => lost === 0);
  const verdicts: Verdict[] = [
    {
      kind: "promise",
      claim: `the Worker's heap from ${heap.span}: ${heap.first.toFixed(1)} to ${heap.last.toFixed(1)} MB`,
      holds: nothingLost && heap.last - heap.first <= HEAP_TOLERANCE_MB,
    },
  ];
  const bareRss = bare === undefined ? null : growthOf(bare, ({ rssMb }) => rssMb);
  if (bareRss !== null) {
    const [own, others] = [rss.last / rss.first - 1, bareRss.last / bareRss.first - 1];
    verdicts.push({
      kind: "promise",
      claim: `workerd's memory from ${rss.span}: ${percent(own)}, the bare pipeline's ${percent(others)} (at most ${percent(RSS_TOLERANCE)} more)`,
      holds: own <= Math.max(0, others) + RSS_TOLERANCE,
    });
  }
  return verdicts;
}

function growthOf(result: SubjectResult, read: (reading: Reading) => number) {
  const [first, last] = [result.growth[0], result.growth.at(-1)];
  if (first === undefined || last === undefined) return null;
  return { span: `${first.events} to ${last.events} events`, first: read(first), last: read(last) };
}

function percent(share: number): string {
  return `${share < 0 ? "" : "+"}${(share * 100).toFixed(0)} %`;
}

export type Ratios = Readonly<Record<string, number>>;

/** The gateway's speed as a share of the bare pipeline's. */
export function compare(gateway: SubjectResult, bare: SubjectResult): Ratios {
  return {
    singleAccepted: gateway.loads.single.acceptedPerSecond / bare.loads.single.acceptedPerSecond,
    singleDelivered: gateway.loads.single.deliveredPerSecond / bare.loads.single.deliveredPerSecond,
    batchAccepted: gateway.loads.batch.acceptedPerSecond / bare.loads.batch.acceptedPerSecond,
    batchDelivered: gateway.loads.batch.deliveredPerSecond / bare.loads.batch.deliveredPerSecond,
  };
}

/** Ratios move with whatever else the machine does, so they are goals. */
export function judgeRatios(ratios: Ratios): readonly Verdict[] {
  return Object.entries(ratios).map(([name, ratio]) => ({
    kind: "goal",
    claim: `${name}: ${(ratio * 100).toFixed(0)} % of the bare pipeline (goal ${SHARE_OF_BARE * 100} %)`,
    holds: ratio >= SHARE_OF_BARE,
  }));
}
