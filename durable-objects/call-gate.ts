import { type CircuitState, CLOSED } from "#domain/delivery/circuit-breaker";
import { askGate, type GateAnswer, type GateAsk, type GateState, OPEN_GATE } from "#domain/proxy/call-gate";
import { type BucketState, msUntilTokens } from "#domain/tenancy/token-bucket";

const CIRCUIT = "circuit";
const BUCKET = "callBucket";
/** A bucket that is full again before an idle object is put away needs no row: forgotten and refilled are the same. */
const FORGETTABLE_MS = 10_000;

/**
 * The gate of an integration's calls, kept by its IntegrationObject. On disk is what must survive the object being put
 * away: that the circuit is open, and a bucket that fills slowly. Who is inside is in memory, so a restart forgets the
 * places of calls that are still going.
 */
export class CallGate {
  readonly #kv: SyncKvStorage;
  #state: GateState;
  #stored: CircuitState;

  constructor(kv: SyncKvStorage) {
    this.#kv = kv;
    this.#stored = kv.get<CircuitState>(CIRCUIT) ?? CLOSED;
    this.#state = { ...OPEN_GATE, circuit: this.#stored, bucket: kv.get<BucketState>(BUCKET) };
  }

  ask(ask: GateAsk, now: number): GateAnswer {
    const { state, answer } = askGate(this.#state, ask, now);
    const bucketChanged = state.bucket !== this.#state.bucket;
    this.#state = state;
    this.#keepCircuit(state.circuit);
    if (bucketChanged) this.#keepBucket(state.bucket, ask);
    return answer;
  }

  /** A person says that the upstream is well. */
  close(): void {
    this.#state = { ...this.#state, circuit: CLOSED };
    this.#keepCircuit(CLOSED);
  }

  /** Its storage was emptied. */
  forget(): void {
    this.#state = OPEN_GATE;
    this.#stored = CLOSED;
  }

  /** Half open is not kept: an open circuit whose rest is over is the same. */
  #keepCircuit(circuit: CircuitState): void {
    if (circuit.kind === "open") {
      if (this.#stored.kind === "open" && this.#stored.until === circuit.until) return;
      this.#kv.put(CIRCUIT, circuit);
      this.#stored = circuit;
    } else if (circuit.kind === "closed" && this.#stored.kind !== "closed") {
      this.#kv.delete(CIRCUIT);
      this.#stored = CLOSED;
    }
  }

  #keepBucket(bucket: BucketState | undefined, { policy: { rate } }: GateAsk): void {
    if (bucket === undefined || rate === null) this.#kv.delete(BUCKET);
    else if (msUntilTokens(bucket, rate, rate.burst) > FORGETTABLE_MS) this.#kv.put(BUCKET, bucket);
  }
}
