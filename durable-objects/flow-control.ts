import { restsUntil } from "#domain/delivery/circuit-breaker";
import type { Offer, Settlement } from "#domain/delivery/settlement";
import type { CircuitChange, CircuitWitness } from "#domain/flow/circuit-change";
import type { CircuitOrder, CircuitView } from "#domain/flow/circuit-view";
import { pauseFlow, phaseOf, recordTried, resumeFlow } from "#domain/flow/flow-circuit";
import {
  admitDelivery,
  type FlowState,
  type FlowVerdict,
  FREE_FLOW,
  isCutOff,
  isFree,
  nextOpening,
  rateNow,
  takeBack,
} from "#domain/flow/flow-gate";
import { type FlowRules, NO_RULES } from "#domain/flow/flow-rules";
import { learnFrom429, MEASURED_MS } from "#domain/flow/learned-pace";
import { msUntilPace } from "#domain/flow/pace";
import { readTried, type SettledCall } from "#domain/flow/settled-call";
import { noteTempo, QUICK, type SlowShare, slowShare, type Tempo } from "#domain/flow/slow-lane";
import { keepChange, readChanges } from "./circuit-history.ts";
import { Places } from "./places.ts";

const KEPT = "flow";
/** A bucket that is full again before an idle object is put away needs no row: forgotten and refilled are the same. */
const FORGETTABLE_MS = 10_000;
/** What stands around a change in its history. */
const WITNESSES = 10;
const SHOWN_CHANGES = 50;

/** On disk, in one entry: what must survive the object being put away. Half open is the same as a rest that is over. */
type KeptFlow = Partial<Pick<FlowState, "circuit" | "paused" | "drain" | "pace">> & {
  readonly rules?: string;
  readonly slow?: Pick<Extract<Tempo, { kind: "slow" }>, "hangs" | "needed">;
};

interface Admission {
  readonly probe: number | null;
  readonly paid: boolean;
  readonly at: number;
}

/**
 * What stands between the deliveries of an integration and its target: a pause, the circuit, the rate, the places. Kept by
 * its IntegrationObject, in memory; only transitions are written, so a delivery that succeeds costs nothing here.
 */
export class FlowControl {
  readonly #storage: DurableObjectStorage;
  readonly #places = new Places();
  /** Admitted and not settled yet, where there was something to take. */
  readonly #admitted = new Map<string, Admission>();
  #state: FlowState;
  #tempo: Tempo = QUICK;
  #rules: FlowRules = NO_RULES;
  #rulesText = "";
  #rulesVersion = 0;
  /** The entry as it is on disk, and what of it is worth a thought. */
  #kept: string;
  #keptRules = "";
  #hasKeptState: boolean;
  #changes: CircuitChange[] = [];
  #witnesses: CircuitWitness[] = [];
  /** For learning: what went out in this stretch of `MEASURED_MS`, and in the one before. */
  #sent = { since: 0, now: 0, before: 0 };

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    const kept = storage.kv.get<string>(KEPT);
    this.#kept = kept ?? "";
    const { rules, slow, ...state } = kept === undefined ? {} : (JSON.parse(kept) as KeptFlow);
    this.#state = { ...FREE_FLOW, ...state };
    if (slow !== undefined) this.#tempo = { kind: "slow", ...slow, quick: 0 };
    this.#hasKeptState = slow !== undefined || Object.keys(state).length > 0;
    if (rules !== undefined) this.#use(rules);
    this.#keptRules = this.#rulesText;
  }

  /** The settings as a run knows them. An isolate that has not heard of a change yet must not undo it. */
  learn(rules: string | null, configVersion: number): void {
    if (rules === null || configVersion < this.#rulesVersion) return;
    this.#rulesVersion = configVersion;
    if (rules !== this.#rulesText) this.#use(rules);
  }

  /** Nothing is counted and nothing is held back: admitting needs no thought. */
  isFree(): boolean {
    return (
      isFree(this.#state, this.#rules) && this.#rules.concurrency === null && this.#tempo.kind === "quick"
    );
  }

  /** What of it may be out at one time, and through the slow lane; null: the usual one. */
  get slowShare(): SlowShare | null {
    return slowShare(this.#tempo);
  }

  /**
   * First deliveries, in their order.
   * @param isBehind there is something due that was held before: it goes first
   */
  offerAll(
    ids: readonly string[],
    isBehind: boolean,
    now: number,
    leaseMs: number,
  ): ReadonlyMap<string, Offer> {
    const offers = new Map<string, Offer>();
    const going: string[] = [];
    const { concurrency, batched } = this.#rules;
    const free = concurrency === null || batched ? null : concurrency - this.#places.taken(now);
    for (const id of ids) {
      const verdict: FlowVerdict =
        isBehind && this.#isPaced() && !batched
          ? { kind: "wait", because: "backlog", until: null }
          : free !== null && free <= 0
            ? { kind: "wait", because: "concurrency", until: null }
            : this.#unlessSlow(id, this.#admit(id, now, leaseMs, batched));
      if (verdict.kind === "go") going.push(id);
      else offers.set(id, this.#refusal(verdict));
    }
    const parallel = free === null || going.length === 0 ? null : Math.min(free, going.length);
    if (parallel !== null) this.#places.take(going, parallel, now + leaseMs);
    for (const id of going) {
      const admittedAt = this.admittedAt(id);
      offers.set(id, {
        kind: "send",
        ...(parallel === null ? {} : { parallel }),
        ...(admittedAt === null ? {} : { admittedAt }),
      });
    }
    this.noteSent(going.length, now);
    this.#keep();
    return offers;
  }

  /** First deliveries that are not sent now, because they go to their lanes: true when they are not to be kept either. */
  rejectsNow(now: number, leaseMs: number): boolean {
    return this.#rules.circuit?.whileOpen === "reject" && isCutOff(this.#state, this.#rules, now, leaseMs);
  }

  get isOrdered(): boolean {
    return this.#rules.ordered;
  }

  /** So many of a lane go together: they are one request. */
  get laneBatch(): number {
    // Rules that were kept before there was such a thing have none.
    return this.#rules.laneBatch ?? 1;
  }

  /** The first of these, as many as may be handed out now. Those of a batch are one request. */
  handOut<T extends { readonly id: string; readonly batch: string | null }>(
    rows: readonly T[],
    now: number,
    leaseMs: number,
  ): T[] {
    const { concurrency } = this.#rules;
    if (concurrency !== null && this.#places.taken(now) >= concurrency) return [];
    const batches = new Map<string, Admission | undefined>();
    const admitted: T[] = [];
    for (const row of rows) {
      if (row.batch !== null && batches.has(row.batch)) {
        const rides = batches.get(row.batch);
        if (rides !== undefined) this.#admitted.set(row.id, { ...rides, paid: false });
      } else {
        if (this.#admit(row.id, now, leaseMs, false).kind === "wait") break;
        if (row.batch !== null) batches.set(row.batch, this.#admitted.get(row.id));
      }
      admitted.push(row);
    }
    this.#keep();
    return admitted;
  }

  /**
   * Which of these may go out; what was handed out has been admitted, unless everything was stopped meanwhile.
   * @param wasHandedOut by this object, and not by one that was put away since
   */
  claim(
    ids: readonly string[],
    wasHandedOut: (id: string) => boolean,
    now: number,
    leaseMs: number,
  ): { readonly ids: readonly string[]; readonly parallel: number | null } {
    const going = ids.filter((id) =>
      wasHandedOut(id) ? this.#mayStillGo(id) : this.#admit(id, now, leaseMs, false).kind === "go",
    );
    const { concurrency } = this.#rules;
    const free = concurrency === null ? null : concurrency - this.#places.taken(now);
    if (free !== null && free <= 0) {
      for (const id of going) this.#giveBack(id);
      this.#keep();
      return { ids: [], parallel: null };
    }
    const parallel = free === null || going.length === 0 ? null : Math.min(free, going.length);
    if (parallel !== null) this.#places.take(going, parallel, now + leaseMs);
    this.noteSent(going.length, now);
    this.#keep();
    return { ids: going, parallel };
  }

  /** When it was given its token; null: it needed none. */
  admittedAt(id: string): number | null {
    const admission = this.#admitted.get(id);
    return admission?.paid === true ? admission.at : null;
  }

  /** So many requests go out: what a 429 means depends on how many there were. */
  noteSent(requests: number, now: number): void {
    this.#sentLately(now);
    this.#sent.now += requests;
  }

  /** It was handed out and is not any more, or a run gave it back. */
  giveBack(id: string): void {
    this.#places.leave(id);
    this.#giveBack(id);
  }

  /** What became of deliveries, in the order in which their run tells. */
  settle(settlements: readonly Settlement[], now: number): void {
    const told = new Set<string>();
    for (const settlement of settlements) {
      const id = settlement.kind === "later" ? settlement.delivery.id : settlement.id;
      this.#places.leave(id);
      const call = readTried(settlement);
      // The events of a batch were one request.
      const isTold = call !== null && this.#rules.batched && told.has(call.request);
      if (call === null || isTold) this.#giveBack(id);
      else this.#record(id, call, now);
      if (call !== null) told.add(call.request);
    }
    this.#keep();
  }

  /** Rows are here: whoever wakes up for them must know what holds them back. */
  keepRules(): void {
    this.#keep(true);
  }

  /** When something that is due may be handed out; null: not before a person or a result. */
  opening(now: number, waiting: number): number | null {
    const { concurrency } = this.#rules;
    const opensAt = nextOpening(this.#state, this.#rules, now, waiting);
    if (opensAt === null || concurrency === null || this.#places.taken(now) < concurrency) return opensAt;
    return Math.max(opensAt, this.#places.firstLost() ?? 0);
  }

  get isDraining(): boolean {
    return this.#state.drain !== null;
  }

  endDrain(): void {
    this.#state = { ...this.#state, drain: null };
    this.#keep();
  }

  get isPaused(): boolean {
    return this.#state.paused !== null;
  }

  /** True when deliveries that were held may go out by it. */
  order(order: CircuitOrder, now: number): void {
    const { reason, by } = order;
    const person = { at: now, reason, by };
    const { state, change } =
      order.kind === "pause" ? pauseFlow(this.#state, person) : resumeFlow(this.#state, person, order.drain);
    this.#change(state, change);
    this.#keep(true);
  }

  /** Changes since somebody asked last, for those who have to be told. */
  takeChanges(): CircuitChange[] {
    const changes = this.#changes;
    this.#changes = [];
    return changes;
  }

  show(waiting: number, heldBack: number): CircuitView {
    const { circuit, paused, learned, drain } = this.#state;
    return {
      phase: phaseOf(this.#state),
      paused,
      restsUntil: restsUntil(circuit),
      trips: circuit.kind === "closed" ? 0 : circuit.rests,
      learnedPerMinute: learned === null ? null : Math.max(1, Math.floor(learned.perMinute)),
      drain,
      waiting,
      heldBack,
      changes: readChanges(this.#storage.sql, SHOWN_CHANGES),
    };
  }

  /** Its storage was emptied. */
  forget(): void {
    this.#state = FREE_FLOW;
    this.#tempo = QUICK;
    this.#use("");
    this.#rulesVersion = 0;
    this.#kept = "";
    this.#keptRules = "";
    this.#hasKeptState = false;
    this.#admitted.clear();
    this.#places.clear();
    this.#changes = [];
    this.#witnesses = [];
  }

  #use(rules: string): void {
    this.#rulesText = rules;
    this.#rules = rules === "" ? NO_RULES : (JSON.parse(rules) as FlowRules);
  }

  /** What goes out is counted, so those who have waited longest go first. */
  #isPaced(): boolean {
    return rateNow(this.#state, this.#rules) !== null || this.#rules.concurrency !== null;
  }

  #admit(id: string, now: number, leaseMs: number, onlyCircuit: boolean): FlowVerdict {
    const rules = onlyCircuit ? { ...this.#rules, rate: null } : this.#rules;
    const { state, verdict, change } = admitDelivery(this.#state, rules, now, leaseMs);
    // First deliveries of batches gather: their token is taken when the batch goes out.
    this.#change(onlyCircuit ? { ...state, pace: this.#state.pace } : state, change);
    if (verdict.kind === "go" && (verdict.probe !== null || verdict.paid)) {
      this.#admitted.set(id, { probe: verdict.probe, paid: verdict.paid && !onlyCircuit, at: now });
    }
    return verdict;
  }

  /** It waits here instead of in a run that has others' deliveries, too. */
  #unlessSlow(id: string, verdict: FlowVerdict): FlowVerdict {
    if (verdict.kind === "wait" || this.#tempo.kind === "quick") return verdict;
    this.#giveBack(id);
    return { kind: "wait", because: "slow", until: null };
  }

  /** A message may lie in the queue while the circuit opens: nothing of it goes out, and no attempt is spent. */
  #mayStillGo(id: string): boolean {
    const { paused, circuit } = this.#state;
    const isStopped = paused !== null || (this.#rules.circuit !== null && circuit.kind === "open");
    if (isStopped) this.#giveBack(id);
    return !isStopped;
  }

  #refusal({ because, until }: Extract<FlowVerdict, { readonly kind: "wait" }>): Offer {
    const rejects = because === "circuit" && this.#rules.circuit?.whileOpen === "reject";
    return rejects ? { kind: "reject" } : { kind: "hold", why: because, until };
  }

  #giveBack(id: string): void {
    const admission = this.#admitted.get(id);
    if (admission === undefined) return;
    this.#admitted.delete(id);
    this.#state = takeBack(this.#state, this.#rules, admission);
  }

  #record(id: string, call: SettledCall, now: number): void {
    const probe = this.#admitted.get(id)?.probe ?? null;
    this.#admitted.delete(id);
    const { category, httpStatus, durationMs } = call.tried;
    // An answer that says "timeout" (504) is an answer.
    const isTimeout = category === "TIMEOUT" && httpStatus === null;
    this.#tempo = noteTempo(this.#tempo, { durationMs, isTimeout });
    if (category !== null) {
      this.#witnesses = [...this.#witnesses, { id, at: now, category, httpStatus }].slice(-WITNESSES);
    }
    if (category === "RATE_LIMIT" && this.#rules.adaptive) {
      const learned = learnFrom429(this.#state.learned, this.#sentLately(now), call.retryAt ?? now, now);
      this.#state = { ...this.#state, learned };
    }
    const { state, change } = recordTried(
      this.#state,
      this.#rules,
      { ...call.tried, probe },
      this.#witnesses,
      now,
    );
    this.#change(state, change);
  }

  #change(state: FlowState, change: CircuitChange | null): void {
    this.#state = state;
    if (change === null) return;
    keepChange(this.#storage.sql, change);
    this.#changes.push(change);
  }

  #sentLately(now: number): number {
    const { since } = this.#sent;
    if (now - since >= 2 * MEASURED_MS) this.#sent = { since: now, now: 0, before: 0 };
    else if (now - since >= MEASURED_MS) {
      this.#sent = { since: since + MEASURED_MS, now: 0, before: this.#sent.now };
    }
    return Math.max(this.#sent.now, this.#sent.before);
  }

  /** One entry, written when what it says has changed. */
  #keep(withRules = false): void {
    const { circuit, paused, drain, pace } = this.#state;
    const rate = rateNow(this.#state, this.#rules);
    const isSlow =
      pace !== undefined && rate !== null && msUntilPace(pace, rate, rate.burst) > FORGETTABLE_MS;
    const tempo = this.#tempo;
    const hasNews =
      circuit.kind !== "closed" || paused !== null || drain !== null || isSlow || tempo.kind === "slow";
    if (!hasNews && !withRules && !this.#hasKeptState) return;
    if (hasNews || withRules) this.#keptRules = this.#rulesText;
    // Half open is the same as a rest that is over.
    const resting = circuit.kind === "half_open" ? { kind: "open", until: 0, rests: circuit.rests } : circuit;
    const kept = {
      ...(circuit.kind === "closed" ? {} : { circuit: resting }),
      ...(paused === null ? {} : { paused }),
      ...(drain === null ? {} : { drain }),
      ...(isSlow ? { pace } : {}),
      ...(tempo.kind === "quick" ? {} : { slow: { hangs: tempo.hangs, needed: tempo.needed } }),
      ...(this.#keptRules === "" ? {} : { rules: this.#keptRules }),
    };
    this.#hasKeptState = hasNews;
    const text = Object.keys(kept).length === 0 ? "" : JSON.stringify(kept);
    if (text === this.#kept) return;
    this.#kept = text;
    if (text === "") this.#storage.kv.delete(KEPT);
    else this.#storage.kv.put(KEPT, text);
  }
}
