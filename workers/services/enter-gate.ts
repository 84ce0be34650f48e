import type { HealthSign } from "#domain/delivery/circuit-breaker";
import type { IntegrationIdentity } from "#domain/delivery/settlement";
import type { GateAnswer, GateAsk, GatePolicy, GateReport } from "#domain/proxy/call-gate";
import type { CallGates } from "#domain/proxy/ports";

export type Entry =
  | {
      readonly kind: "entered";
      /** What the upstream's answer says of its health; once, as soon as that is known. */
      judge(sign: HealthSign): void;
      /** Nothing more of the call is in flight; once. */
      leave(): void;
    }
  | {
      readonly kind: "refused";
      readonly because: "circuit" | "rate" | "concurrency";
      readonly retryAfterMs: number;
    }
  /** The object cannot be reached, and a limit that nobody counts is no limit. */
  | { readonly kind: "unknown" };

export interface CallLease {
  readonly leaseMs: number;
  readonly probeLeaseMs: number;
}

export interface CallGate {
  enter(identity: IntegrationIdentity, policy: GatePolicy, lease: CallLease): Promise<Entry>;
}

export interface GateServices {
  readonly callGates: CallGates;
  readonly now: () => number;
  readonly createId: (prefix: string) => string;
  readonly inBackground: (promise: Promise<void>) => void;
}

/** What this isolate knows of one integration's gate. */
interface Known {
  /** The object said that calls may go; until then nobody asks again just for that. */
  closedUntil: number;
  restsUntil: number;
  /** Leased tokens, truly taken from the bucket. */
  tokens: number;
  tokensUntil: number;
  pending: GateReport;
  /** A report is on its way or about to be; 0 for none. One whose invocation died is overtaken. */
  reportingSince: number;
}

/** How long an isolate may rely on the circuit being closed: so long may another isolate's news be unknown here. */
const TRUST_MS = 5_000;
const LEASE_MS = 2_000;
/** Good news is gathered for this long; a failure is told at once. */
const GATHER_MS = 1_000;
/** Longer than a report can take. */
const REPORT_LOST_MS = 5_000;
const MAX_KNOWN = 2_000;
const PATIENCE_MS = 2_000;

/**
 * The gates of integrations, mostly without asking one. Exact over all isolates: rate and concurrency, which are counted in
 * the object before a call goes out. Not exact: an isolate that trusts a closed circuit learns of its opening with its
 * next report, at the latest `TRUST_MS` later; an open one is known until its rest is over, without asking.
 */
export function createCallGate({ callGates, now, createId, inBackground }: GateServices): CallGate {
  const known = new Map<string, Known>();

  function knownOf(key: string): Known {
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = {
      closedUntil: 0,
      restsUntil: 0,
      tokens: 0,
      tokensUntil: 0,
      pending: empty(),
      reportingSince: 0,
    };
    if (known.size >= MAX_KNOWN) known.delete(known.keys().next().value ?? key);
    known.set(key, made);
    return made;
  }

  function learn(state: Known, answer: GateAnswer): void {
    state.restsUntil = answer.restsUntil ?? 0;
    state.closedUntil = answer.restsUntil === null && answer.kind !== "refused" ? now() + TRUST_MS : 0;
  }

  async function ask(identity: IntegrationIdentity, state: Known, question: Omit<GateAsk, "report">) {
    const report = state.pending;
    state.pending = empty();
    try {
      const answer = await within(PATIENCE_MS, callGates.ask(identity, { ...question, report }));
      learn(state, answer);
      return answer;
    } catch (error) {
      // What ended is told with the next question: otherwise its places would stay taken.
      state.pending = joined(report, state.pending);
      console.error(JSON.stringify({ event: "call_gate.failed", ...identity, error: String(error) }));
      return null;
    }
  }

  function report(identity: IntegrationIdentity, policy: GatePolicy, state: Known, urgent: boolean): void {
    const moment = now();
    if (state.reportingSince > 0 && moment - state.reportingSince < REPORT_LOST_MS) return;
    state.reportingSince = moment;
    const tell = async () => {
      if (!urgent) await scheduler.wait(GATHER_MS);
      // What ends while a report is on its way goes with the next one.
      while (hasNews(state.pending))
        if ((await ask(identity, state, { policy, enter: null })) === null) break;
      state.reportingSince = 0;
    };
    inBackground(tell());
  }

  return {
    async enter(identity, policy, lease) {
      const { circuit, rate, concurrency } = policy;
      if (circuit === null && rate === null && concurrency === null) return FREE;
      const state = knownOf(`${identity.orgId}:${identity.integrationId}`);
      const moment = now();
      if (circuit !== null && moment < state.restsUntil) {
        return { kind: "refused", because: "circuit", retryAfterMs: state.restsUntil - moment };
      }
      const paid = rate === null || (state.tokens > 0 && moment < state.tokensUntil);
      const mustAsk =
        !paid ||
        concurrency !== null ||
        (circuit !== null && (moment >= state.closedUntil || state.restsUntil > 0));
      if (paid && rate !== null) state.tokens--;
      if (!mustAsk) return entered(identity, policy, state, null, null);

      if (!paid && state.tokens > 0) {
        // The lease has run out: given back before more is asked for.
        state.pending = { ...state.pending, returned: state.pending.returned + state.tokens };
        state.tokens = 0;
      }
      const place = createId("call");
      const answer = await ask(identity, state, { policy, enter: { place, paid, ...lease } });
      if (answer === null) {
        if (rate !== null || concurrency !== null) return { kind: "unknown" };
        return entered(identity, policy, state, null, null);
      }
      if (answer.kind === "refused") {
        if (paid && rate !== null) state.tokens++;
        return { kind: "refused", because: answer.because, retryAfterMs: answer.retryAfterMs };
      }
      if (answer.kind === "entered" && answer.leased > 0) {
        state.tokens += answer.leased;
        state.tokensUntil = now() + LEASE_MS;
      }
      const probe = answer.kind === "entered" ? answer.probe : null;
      // While a probe is out, everybody else asks: the object says who may be the next one.
      if (probe !== null) state.closedUntil = 0;
      return entered(identity, policy, state, concurrency === null ? null : place, probe);
    },
  };

  function entered(
    identity: IntegrationIdentity,
    policy: GatePolicy,
    state: Known,
    place: string | null,
    probe: number | null,
  ): Entry {
    let judged = false;
    let left = false;
    const tell = (news: Partial<GateReport>, urgent: boolean) => {
      state.pending = joined(state.pending, { ...empty(), ...news });
      report(identity, policy, state, urgent);
    };
    return {
      kind: "entered",
      judge(sign) {
        if (judged || policy.circuit === null) return;
        judged = true;
        if (probe !== null) tell({ probes: [{ probe, sign }] }, true);
        else if (sign !== "neutral") tell({ signs: sign === "failure" ? "f" : "s" }, sign === "failure");
      },
      leave() {
        if (left || place === null) return;
        left = true;
        tell({ leftPlaces: [place] }, true);
      },
    };
  }
}

const FREE: Entry = { kind: "entered", judge() {}, leave() {} };

function empty(): GateReport {
  return { signs: "", probes: [], leftPlaces: [], returned: 0 };
}

function joined(first: GateReport, second: GateReport): GateReport {
  return {
    signs: first.signs + second.signs,
    probes: [...first.probes, ...second.probes],
    leftPlaces: [...first.leftPlaces, ...second.leftPlaces],
    returned: first.returned + second.returned,
  };
}

function hasNews({ signs, probes, leftPlaces, returned }: GateReport): boolean {
  return signs !== "" || probes.length > 0 || leftPlaces.length > 0 || returned > 0;
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  const late = scheduler.wait(ms).then(() => {
    throw new Error(`no answer within ${ms} ms`);
  });
  return Promise.race([promise, late]);
}
