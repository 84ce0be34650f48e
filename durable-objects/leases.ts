import type { SlowShare } from "#domain/flow/slow-lane";

/**
 * Longer than a delivery run can take, so that a second run never starts while the first may still be sending; and
 * shorter than the intake's lease, so that a first delivery whose run died is free when the intake hands it out again.
 */
export const RUN_LEASE_MS = 150_000;
/** How long a message of due deliveries may lie in the queue before it counts as lost. */
export const MESSAGE_LEASE_MS = 180_000;
/** One queue message of due deliveries: what a run can send in a few seconds. */
const MESSAGE_DELIVERIES = 50;
/** Handed out at one time: more would wait in the queue for longer than their lease. */
const MAX_HANDED_OUT = 2_000;

/**
 * Who has which delivery right now: a run that sends it, or a message in the queue. In memory on purpose: when the object
 * restarts, whatever is due is handed out again at once, and only one run is given it.
 */
export class Leases {
  /** Being sent by a run, by delivery id: when that run is given up. */
  readonly #running = new Map<string, number>();
  /** In a queue message that nobody has claimed yet: when the message is given up. */
  readonly #handedOut = new Map<string, number>();
  /** Of those that are being sent, what came by a message; cleared when somebody asks. */
  readonly #claimed = new Set<string>();

  /** How many are with somebody: so many rows may stand before the first that is free. */
  get size(): number {
    return this.#handedOut.size + this.#running.size;
  }

  get isAnyRunning(): boolean {
    return this.#running.size > 0;
  }

  get isAnyHandedOut(): boolean {
    return this.#handedOut.size > 0;
  }

  isRunning(id: string, now: number): boolean {
    return (this.#running.get(id) ?? 0) > now;
  }

  /** When the lease of its run or of its message ends; 0 when it has none. */
  busyUntil(id: string): number {
    return Math.max(this.#running.get(id) ?? 0, this.#handedOut.get(id) ?? 0);
  }

  /** When the first of them is given up; infinite when nobody has anything. */
  firstLost(): number {
    return Math.min(...this.#running.values(), ...this.#handedOut.values());
  }

  /** A run that offered it sends it. */
  run(id: string, now: number): void {
    this.#running.set(id, now + RUN_LEASE_MS);
  }

  /** A run sends it that a message brought it to. */
  claim(id: string, now: number): void {
    this.run(id, now);
    this.#claimed.add(id);
  }

  handOut(ids: readonly string[], now: number): void {
    for (const id of ids) this.#handedOut.set(id, now + MESSAGE_LEASE_MS);
  }

  /** The message has arrived; answers those of it that were still promised to it. */
  takeHandedOut(ids: readonly string[]): ReadonlySet<string> {
    return new Set(ids.filter((id) => this.#handedOut.delete(id)));
  }

  allHandedOut(): readonly string[] {
    return [...this.#handedOut.keys()];
  }

  release(id: string): void {
    this.#running.delete(id);
    this.#handedOut.delete(id);
  }

  /** Of the next message, in deliveries; 0 while as much is out as may be. */
  messageSize(share: SlowShare | null): number {
    if (share === null) return this.#handedOut.size < MAX_HANDED_OUT ? MESSAGE_DELIVERIES : 0;
    const { messages, deliveries } = share;
    // Not those that a run has just offered: while many come, there are always some, and nothing would ever go out.
    for (const id of this.#claimed) if (!this.#running.has(id)) this.#claimed.delete(id);
    const out = this.#handedOut.size + this.#claimed.size;
    return out <= (messages - 1) * deliveries ? deliveries : 0;
  }

  forgetExpired(now: number): void {
    for (const leases of [this.#running, this.#handedOut])
      for (const [id, until] of leases) if (until <= now) leases.delete(id);
  }

  clear(): void {
    for (const memory of [this.#running, this.#handedOut, this.#claimed]) memory.clear();
  }
}
