import {
  admitCall,
  type CircuitPolicy,
  type CircuitState,
  CLOSED,
  type HealthSign,
  recordCall,
  restsUntil,
} from "../delivery/circuit-breaker.ts";
import { leaseSize, takeFromBuckets } from "../tenancy/take-from-buckets.ts";
import type { BucketLimit, BucketState } from "../tenancy/token-bucket.ts";

/**
 * What an IntegrationObject knows about calls: its circuit, its bucket and who is inside. Everything that an isolate has
 * to tell travels with its next question, so a call costs one request to the object at most.
 */
export interface GateState {
  readonly circuit: CircuitState;
  /** Undefined: full. */
  readonly bucket: BucketState | undefined;
  /** Places that are taken, by name: when each is given up for lost. */
  readonly places: ReadonlyMap<string, number>;
}

export const OPEN_GATE: GateState = { circuit: CLOSED, bucket: undefined, places: new Map() };

/** As the settings say now. */
export interface GatePolicy {
  readonly circuit: CircuitPolicy | null;
  readonly rate: BucketLimit | null;
  readonly concurrency: number | null;
}

/** What became of calls since the isolate asked last. */
export interface GateReport {
  /** In the order in which they ended: one letter each, `s` or `f`. Neutral ones are not told. */
  readonly signs: string;
  readonly probes: readonly { readonly probe: number; readonly sign: HealthSign }[];
  readonly leftPlaces: readonly string[];
  /** Tokens that were leased and not used. */
  readonly returned: number;
}

export const NOTHING_TO_REPORT: GateReport = { signs: "", probes: [], leftPlaces: [], returned: 0 };

export interface GateAsk {
  readonly policy: GatePolicy;
  readonly report: GateReport;
  /** Null: it only reports. */
  readonly enter: {
    /** Names the place that the call takes, where concurrency is limited. */
    readonly place: string;
    /** How long a call may take: then its place is given to another. */
    readonly leaseMs: number;
    /** How long its headers may take: then the next one may be the probe. */
    readonly probeLeaseMs: number;
    /** Tokens of an earlier lease are left: none is taken. */
    readonly paid: boolean;
  } | null;
}

export type GateAnswer = {
  /** Nobody gets through before this moment, epoch milliseconds; null while calls go. */
  readonly restsUntil: number | null;
} & (
  | {
      readonly kind: "entered";
      readonly probe: number | null;
      /** Tokens beyond the one for this call. */
      readonly leased: number;
    }
  | {
      readonly kind: "refused";
      readonly because: "circuit" | "rate" | "concurrency";
      readonly retryAfterMs: number;
    }
  | { readonly kind: "reported" }
);

/** Nobody knows when a place gets free. */
const FULL_RETRY_MS = 1_000;

export function askGate(
  state: GateState,
  { policy, report, enter }: GateAsk,
  now: number,
): { readonly state: GateState; readonly answer: GateAnswer } {
  const reported = takeReport(state, policy, report, now);
  const answer = <Kind extends object>(after: GateState, kind: Kind) => ({
    state: after,
    answer: { ...kind, restsUntil: restsUntil(after.circuit) },
  });
  if (enter === null) return answer(reported, { kind: "reported" as const });
  const refuse = (after: GateState, because: "circuit" | "rate" | "concurrency", retryAfterMs: number) =>
    answer(after, { kind: "refused" as const, because, retryAfterMs });

  // The places first, then the tokens: what is refused must have taken neither, and the probe comes last of all.
  const { concurrency, rate } = policy;
  if (concurrency !== null && reported.places.size >= concurrency) {
    return refuse(reported, "concurrency", FULL_RETRY_MS);
  }
  const admitted =
    policy.circuit === null
      ? { state: CLOSED, verdict: { allowed: true, probe: null } as const }
      : admitCall(reported.circuit, policy.circuit, now, enter.probeLeaseMs);
  if (!admitted.verdict.allowed) {
    return refuse({ ...reported, circuit: admitted.state }, "circuit", admitted.verdict.retryAfterMs);
  }
  let { bucket } = reported;
  let leased = 0;
  if (rate !== null && !enter.paid) {
    const wanted = leaseSize([{ name: "calls", limit: rate }]);
    const taken = takeFromBuckets(
      [bucket],
      { buckets: [{ name: "calls", limit: rate }], wanted, returned: 0 },
      now,
    );
    bucket = taken.states[0];
    if (taken.reply.granted === 0) {
      // The circuit is left as it was: a probe that never went out must not be waited for.
      return refuse({ ...reported, bucket }, "rate", taken.reply.retryAfterMs);
    }
    leased = taken.reply.granted - 1;
  }
  const places =
    concurrency === null ? reported.places : new Map(reported.places).set(enter.place, now + enter.leaseMs);
  const after = { circuit: admitted.state, bucket, places };
  return answer(after, { kind: "entered" as const, probe: admitted.verdict.probe, leased });
}

function takeReport(state: GateState, policy: GatePolicy, report: GateReport, now: number): GateState {
  let { circuit } = state;
  if (policy.circuit === null) circuit = CLOSED;
  else {
    for (const letter of report.signs) {
      const sign = letter === "f" ? "failure" : "success";
      circuit = recordCall(circuit, policy.circuit, { sign, probe: null }, now);
    }
    for (const ended of report.probes) circuit = recordCall(circuit, policy.circuit, ended, now);
  }
  const left = new Set(report.leftPlaces);
  const stays = [...state.places].filter(([place, until]) => until > now && !left.has(place));
  const places = stays.length === state.places.size ? state.places : new Map(stays);
  const { rate } = policy;
  if (rate === null) return { circuit, places, bucket: undefined };
  if (report.returned === 0 || state.bucket === undefined) return { circuit, places, bucket: state.bucket };
  const request = { buckets: [{ name: "calls", limit: rate }], wanted: 0, returned: report.returned };
  return { circuit, places, bucket: takeFromBuckets([state.bucket], request, now).states[0] };
}
