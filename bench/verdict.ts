/** The promises the benchmark can break. Pure. */
import { LOAD_KINDS, type SubjectResult } from "./measure-subject.ts";

export interface Verdict {
  readonly claim: string;
  readonly holds: boolean;
  /** A goal that is missed is printed, a promise that is broken fails the run. */
  readonly kind: "promise" | "goal";
}

const MOST_USD_PER_MILLION = 5;
const SHARE_OF_BARE = 0.6;
/** Resident memory wobbles with garbage collection; more than this share on top is growth. */
const MEMORY_TOLERANCE = 0.15;

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

/** What it costs and whether it grows. */
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
  const first = result.growth[0];
  const last = result.growth.at(-1);
  if (first !== undefined && last !== undefined) {
    verdicts.push({
      kind: "promise",
      claim: `memory from ${first.events} to ${last.events} events: ${first.rssMb.toFixed(0)} to ${last.rssMb.toFixed(0)} MB`,
      holds:
        last.rssMb <= first.rssMb * (1 + MEMORY_TOLERANCE) &&
        result.growth.every((round) => round.lost === 0),
    });
  }
  return verdicts;
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
