/** What the slots of bench/noisy-hanging.ts say. The statistic is the one that docs/benchmark.md fixes. Pure. */
import { median } from "./judge-parts.ts";
import type { Published } from "./load-generator.ts";
import type { Arm } from "./noisy-hanging.ts";
import { GREED, HANGING_ENDPOINTS } from "./noisy-neighbours.ts";
import { percentile } from "./percentile.ts";
import type { Arrivals } from "./receiver.ts";
import { table } from "./report.ts";
import type { Verdict } from "./verdict.ts";

const PROMISE = 1.5;
/** A control that is further from one than this says that the machine was measured. */
const STEADY = 1.25;

type Noisy = Exclude<Arm, "calm">;
const NOISY = ["hanging", "above its rate", "above its day", "control"] as const satisfies readonly Noisy[];

/** One load of the calm tenant's, in one arm. */
export interface Slot {
  readonly arm: Arm;
  readonly round: number;
  readonly published: Published;
  readonly arrivals: Arrivals;
  /** What workerd used. */
  readonly cores: number;
  /** In cores: what its threads could have used and did not get. */
  readonly waited: number;
  /** Requests that were left hanging. */
  readonly hung: number;
  /** Of the neighbour's posts. */
  readonly refused: number;
  /** Nothing of the neighbour's reached into the next slot. */
  readonly ended: boolean;
}

interface Stages {
  readonly events: number;
  readonly p50: number;
  readonly p99: number;
  /** From the post to its answer, and from the answer to the arrival. */
  readonly acceptP99: number;
  readonly deliverP99: number;
}

export interface HangingFigures {
  readonly arms: Readonly<Record<Arm, Stages & Pick<Slot, "cores" | "waited">>>;
  /** The first seconds of the endpoints' hanging, before anybody can know. */
  readonly foundOut: Stages;
  /** p99 over the calm one of the same round: the median of the rounds. */
  readonly ratios: Readonly<Record<Noisy, number>>;
  readonly ratiosOfRounds: Readonly<Record<Noisy, readonly number[]>>;
  /** Of the calm tenant's events: refused, or accepted and never arrived. */
  readonly lost: number;
  readonly hung: number;
  readonly refused: number;
  readonly spilled: number;
}

export function compareArms(slots: readonly Slot[], foundOut: Slot): HangingFigures {
  const of = (arm: Arm) => slots.filter((slot) => slot.arm === arm);
  const arm = (name: Arm) => ({
    ...stagesOf(of(name)),
    cores: median(of(name).map(({ cores }) => cores)),
    waited: median(of(name).map(({ waited }) => waited)),
  });
  const rounds = [...new Set(slots.map(({ round }) => round))];
  const p99 = (name: Arm, round: number) => stagesOf(of(name).filter((slot) => slot.round === round)).p99;
  const ofRounds = (name: Noisy) => rounds.map((round) => p99(name, round) / p99("calm", round));
  const every = <Value>(make: (name: Noisy) => Value): Record<Noisy, Value> => ({
    hanging: make("hanging"),
    "above its rate": make("above its rate"),
    "above its day": make("above its day"),
    control: make("control"),
  });
  return {
    arms: { calm: arm("calm"), ...every(arm) },
    foundOut: stagesOf([foundOut]),
    ratios: every((name) => median(ofRounds(name))),
    ratiosOfRounds: every(ofRounds),
    lost: [...slots, foundOut].reduce((sum, slot) => sum + lostIn(slot), 0),
    hung: of("hanging").reduce((sum, { hung }) => sum + hung, 0),
    refused: slots.reduce((sum, { refused }) => sum + refused, 0),
    spilled: [...slots, foundOut].filter(({ ended }) => !ended).length,
  };
}

function lostIn({ published, arrivals }: Slot): number {
  const arrived = new Set(arrivals.ids);
  return published.attempted - published.ids.filter((id) => arrived.has(id)).length;
}

function stagesOf(slots: readonly Slot[]): Stages {
  const [whole, accept, deliver]: [number[], number[], number[]] = [[], [], []];
  for (const { published, arrivals } of slots) {
    const arrived = new Map(arrivals.ids.map((id, index) => [id, arrivals.firstMs[index] ?? 0]));
    for (const [index, id] of published.ids.entries()) {
      const arrivedMs = arrived.get(id);
      const [sentMs = 0, acceptedMs = 0] = [published.sentMs[index], published.acceptedMs[index]];
      if (arrivedMs === undefined) continue;
      whole.push(arrivedMs - sentMs);
      accept.push(acceptedMs - sentMs);
      deliver.push(arrivedMs - acceptedMs);
    }
  }
  return {
    events: whole.length,
    p50: percentile(whole, 0.5),
    p99: percentile(whole, 0.99),
    acceptP99: percentile(accept, 0.99),
    deliverP99: percentile(deliver, 0.99),
  };
}

export function judgeHanging(figures: HangingFigures): readonly Verdict[] {
  const { ratios, lost, hung, refused, spilled } = figures;
  const beside = (claim: string, ratio: number): Verdict => ({
    kind: "promise",
    claim: `while a neighbour ${claim}, p99 is ${ratio.toFixed(2)} times the calm one (at most ${PROMISE})`,
    holds: ratio <= PROMISE,
  });
  return [
    {
      kind: "promise",
      claim: `beside nobody, p99 is ${ratios.control.toFixed(2)} times the calm one (1/${STEADY} to ${STEADY}, otherwise the machine was measured)`,
      holds: ratios.control <= STEADY && ratios.control >= 1 / STEADY,
    },
    beside(`has ${HANGING_ENDPOINTS} endpoints that hang`, ratios.hanging),
    beside(`sends ${GREED} times its rate`, ratios["above its rate"]),
    beside("sends on above its events of the day", ratios["above its day"]),
    {
      kind: "promise",
      claim: `${lost} of the calm tenant's events lost; ${hung} requests hung; ${refused} of the greedy ones' posts refused; ${spilled} slots reached into the next`,
      holds: lost === 0 && hung > 0 && refused > 0 && spilled === 0,
    },
  ];
}

export function hangingTable({ arms, foundOut, ratios }: HangingFigures): string {
  const row = (name: string, stages: Stages & Partial<Pick<Slot, "cores" | "waited">>, ratio = "") => [
    name,
    ...[stages.p50, stages.p99, stages.acceptP99, stages.deliverP99].map((ms) => ms.toFixed(1)),
    ratio,
    stages.cores?.toFixed(2) ?? "",
    stages.waited?.toFixed(2) ?? "",
    String(stages.events),
  ];
  return table(
    [
      "the neighbour",
      "p50 ms",
      "p99 ms",
      "to the 202",
      "from it on",
      "ratio",
      "workerd's cores",
      "waited for",
      "events",
    ],
    [
      row("none", arms.calm),
      ...NOISY.map((name) => row(name, arms[name], ratios[name].toFixed(2))),
      row("hanging, not yet known", foundOut),
    ],
  );
}
