import { utcDay } from "#domain/tenancy/quota";

interface Saved {
  readonly day: number;
  readonly count: number;
  /** Chunks up to this one are counted. */
  readonly throughSeq: number;
}

const KEY = "dayCount";
/** Room that was reserved and not used within this time is free again: whoever reserved it has died. */
const RESERVATION_MS = 10_000;

/**
 * How many events the shard took today. The count lives in memory and costs no row per event: it is written with the
 * watchdog's alarm, which comes at most every five seconds, and when the object starts, what is still in the chunks is
 * added to what was written. A crash forgives the events of those seconds that were already delivered, and no others.
 */
export class DayCounter {
  readonly #storage: DurableObjectStorage;
  #day = 0;
  #count = 0;
  #saved = 0;
  readonly #reserved = new Map<string, { readonly events: number; readonly until: number }>();

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  /** @param inChunks events of chunks behind a number */
  load(inChunks: (behindSeq: number, day: number) => number, now: number): void {
    const saved = this.#storage.kv.get<Saved>(KEY);
    this.#day = utcDay(now);
    const today = saved !== undefined && saved.day === this.#day;
    this.#saved = today ? saved.count : 0;
    this.#count = this.#saved + inChunks(saved?.throughSeq ?? 0, this.#day);
  }

  today(now: number): number {
    this.#turn(now);
    return this.#count;
  }

  add(events: number, now: number): void {
    this.#turn(now);
    this.#count += events;
  }

  /** Is there room for so many more? What others reserved is taken. */
  fits(events: number, allowance: number, now: number): boolean {
    this.#turn(now);
    let taken = this.#count;
    for (const [token, { events: reserved, until }] of this.#reserved) {
      if (until <= now) this.#reserved.delete(token);
      else taken += reserved;
    }
    return taken + events <= allowance;
  }

  reserve(token: string, events: number, now: number): void {
    this.#reserved.set(token, { events, until: now + RESERVATION_MS });
  }

  release(token: string): void {
    this.#reserved.delete(token);
  }

  /** One row, and none when nothing was taken since the last time. */
  save(throughSeq: number): void {
    if (this.#count === this.#saved) return;
    this.#storage.kv.put(KEY, { day: this.#day, count: this.#count, throughSeq } satisfies Saved);
    this.#saved = this.#count;
  }

  forget(): void {
    this.#count = 0;
    this.#saved = 0;
    this.#reserved.clear();
  }

  #turn(now: number): void {
    const day = utcDay(now);
    if (day === this.#day) return;
    this.#day = day;
    this.#count = 0;
    this.#saved = 0;
  }
}
