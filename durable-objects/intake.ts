import { DurableObject } from "cloudflare:workers";
import type {
  AppendOptions,
  AppendReply,
  AppendResult,
  DayAllowance,
  EventKeys,
  IncomingEvent,
  IntakeIdentity,
} from "#domain/ingress/append";
import { DEDUPE_BUCKET_MS, dedupeBucket } from "#domain/ingress/deduplication";
import { decideCommitDelayMs } from "#domain/ingress/dispatch-pace";
import { DayCounter } from "./day-counter.ts";
import { DuplicateWindow } from "./duplicate-window.ts";
import { IntakeDispatcher, MESSAGE_BYTES, NO_CHUNKS, readKeptChunks } from "./intake-dispatcher.ts";
import {
  countNew,
  createKeysTable,
  forgetOldKeys,
  hasKeys,
  hasOldKeys,
  judgeAndRemember,
} from "./intake-keys.ts";
import { countStored, hasTable, purgeStorage } from "./purge-storage.ts";

interface Waiting {
  readonly identity: IntakeIdentity;
  readonly options: AppendOptions;
  readonly events: readonly IncomingEvent[];
  readonly resolve: (reply: AppendReply) => void;
  readonly reject: (error: unknown) => void;
}

/** How long an accepted event may wait for the watchdog when its own dispatch was lost. */
const WATCHDOG_MS = 5_000;

/**
 * A chunk's number is its millisecond and a counter: it grows over restarts without a row of its own to keep it, and
 * stays below 2^53 until the year 2255.
 */
const SEQ_PER_MS = 1_000;
const DAY_MS = 86_400_000;

const IDENTITY = "identity";
const CONFIG_VERSION = "configVersion";

/**
 * Owner 1 of the chain of custody: keeps what was accepted until its consumer confirms it, and the keys that make a
 * second post of the same event the same event. Addressed by `${orgId}:${shard}`; docs/storage.md describes its tables.
 */
export class IntakeObject extends DurableObject<Env> {
  readonly #sql: SqlStorage;
  readonly #counter: DayCounter;
  #dispatcher: IntakeDispatcher;
  /** Its tables are there: made with the first event and not before, so that a purged object stays empty. */
  #inUse: boolean;
  #identity: IntakeIdentity | null;
  #configVersion: number;
  #lastSeq: number;
  #lastCommitAt = 0;
  #waiting: Waiting[] = [];
  /** Made with the first event of a source that deduplicates. */
  #contents: DuplicateWindow | null = null;
  #alarmAt: number | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    this.#inUse = hasTable(this.#sql, "chunks");
    const kept = this.#inUse ? readKeptChunks(this.#sql) : NO_CHUNKS;
    this.#lastSeq = kept.seq;
    this.#identity = ctx.storage.kv.get<IntakeIdentity>(IDENTITY) ?? null;
    this.#configVersion = ctx.storage.kv.get<number>(CONFIG_VERSION) ?? 0;
    this.#counter = new DayCounter(ctx.storage);
    this.#counter.load((behind, day) => this.#countChunks(behind, day), Date.now());
    this.#dispatcher = this.#openDispatcher(kept);
  }

  /**
   * Take events; resolves when they are on disk. Requests that arrive together share one row and one transaction:
   * rows written are what a Durable Object costs, and one commit for twenty requests is also the faster one.
   */
  append(
    identity: IntakeIdentity,
    options: AppendOptions,
    events: readonly IncomingEvent[],
  ): Promise<AppendReply> {
    const { promise, resolve, reject } = Promise.withResolvers<AppendReply>();
    this.#waiting.push({ identity, options, events, resolve, reject });
    if (this.#waiting.length === 1) {
      setTimeout(() => this.#commit(), decideCommitDelayMs(Date.now(), this.#lastCommitAt));
    }
    return promise;
  }

  /**
   * Keep room for events of a batch that several shards share: only when all of them have room, any of them takes some.
   * Answers the reservation for `append`, or null when they do not fit.
   */
  reserve(allowance: DayAllowance, events: readonly EventKeys[]): string | null {
    const now = Date.now();
    const fresh = this.#inUse ? countNew(this.#sql, events, now) : events.length;
    if (allowance !== null && !this.#counter.fits(fresh, allowance, now)) return null;
    const token = crypto.randomUUID();
    this.#counter.reserve(token, fresh, now);
    return token;
  }

  /** Another shard had no room. */
  release(reservation: string): void {
    this.#counter.release(reservation);
  }

  /** Events taken since midnight UTC. */
  eventsToday(): number {
    return this.#counter.today(Date.now());
  }

  /** The organization was deleted: let go of everything, accepted events too. */
  async purge(): Promise<void> {
    this.#inUse = false;
    this.#dispatcher.close();
    await purgeStorage(this.ctx);
    this.#identity = null;
    this.#configVersion = 0;
    this.#alarmAt = null;
    this.#counter.forget();
    this.#contents?.forget();
    this.#dispatcher = this.#openDispatcher(NO_CHUNKS);
  }

  remains(): Promise<number> {
    return countStored(this.ctx);
  }

  /** The consumer has made every event of these chunks somebody else's: let go. */
  confirm(seqs: readonly number[]): void {
    if (!this.#inUse) return;
    for (const seq of seqs) {
      this.#sql.exec("DELETE FROM chunks WHERE seq = ?", seq);
      this.#dispatcher.confirmed(seq);
    }
    this.ctx.waitUntil(this.#dispatcher.dispatch());
  }

  /** A configuration change was saved: messages from now on say so. */
  configChanged(identity: IntakeIdentity, version: number): void {
    this.#remember(identity);
    if (version <= this.#configVersion) return;
    this.#configVersion = version;
    this.ctx.storage.kv.put(CONFIG_VERSION, version);
  }

  /** The cron's watchdog calls this; an alarm that was dropped by the platform costs a minute, not an event. */
  async wake(): Promise<void> {
    await this.alarm();
  }

  /** What is accepted and not handed on, for health pages and the benchmark. */
  backlog(): { readonly events: number; readonly oldestAt: number | null } {
    if (!this.#inUse) return { events: 0, oldestAt: null };
    const row = this.#sql
      .exec<{ events: number | null; seq: number | null }>(
        "SELECT sum(events) AS events, min(seq) AS seq FROM chunks",
      )
      .one();
    return { events: row.events ?? 0, oldestAt: row.seq === null ? null : Math.floor(row.seq / SEQ_PER_MS) };
  }

  override async alarm(): Promise<void> {
    this.#alarmAt = null;
    if (!this.#inUse) return;
    try {
      const now = Date.now();
      this.#counter.save(this.#lastSeq);
      forgetOldKeys(this.#sql, now);
      this.#dispatcher.reclaimOverdue(now);
      await this.#dispatcher.dispatch();
    } finally {
      this.#armWatchdog();
    }
  }

  /** Kept on first use: an alarm does not know the object's name. */
  #remember(identity: IntakeIdentity): void {
    if (this.#identity !== null) return;
    this.#identity = { orgId: identity.orgId, shard: identity.shard };
    this.ctx.storage.kv.put(IDENTITY, this.#identity);
  }

  #commit(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    const now = Date.now();
    this.#lastCommitAt = now;
    try {
      this.#begin(waiting);
      const { replies, fresh } = this.ctx.storage.transactionSync(() => this.#store(waiting, now));
      this.#counter.add(fresh, now);
      waiting.forEach(({ resolve }, index) => {
        const results = replies[index] ?? null;
        resolve({ results: results ?? [], configVersion: this.#configVersion, overQuota: results === null });
      });
    } catch (error) {
      // What it made was rolled back.
      this.#contents?.forget();
      for (const request of waiting) request.reject(error);
      return;
    }
    this.#armWatchdog();
    this.ctx.waitUntil(this.#dispatcher.dispatch());
  }

  #begin(waiting: readonly Waiting[]): void {
    for (const { identity, options } of waiting) {
      this.#remember(identity);
      this.#configVersion = Math.max(this.#configVersion, options.configVersion);
    }
    if (this.#inUse) return;
    this.#sql.exec(
      "CREATE TABLE IF NOT EXISTS chunks (seq INTEGER PRIMARY KEY, events INTEGER NOT NULL, bytes INTEGER NOT NULL, body TEXT NOT NULL)",
    );
    createKeysTable(this.#sql);
    this.#inUse = true;
  }

  /** A reply per request; null for one that the day's quota has no room for, of which nothing is kept. */
  #store(waiting: readonly Waiting[], now: number): { replies: (AppendResult[] | null)[]; fresh: number } {
    const fresh: IncomingEvent[] = [];
    // Judged together it is two statements for all of them. One by one only where a quota may refuse one.
    const limited = waiting.some(({ options }) => options.allowance !== null || options.reservation !== null);
    const groups = limited ? waiting.map((request) => [request]) : [waiting];
    const replies = groups.flatMap((group) => this.#storeGroup(group, fresh, now));
    this.#insertChunks(fresh, now);
    return { replies, fresh: fresh.length };
  }

  #storeGroup(group: readonly Waiting[], fresh: IncomingEvent[], now: number): (AppendResult[] | null)[] {
    for (const { options, events } of group) {
      if (options.reservation !== null) this.#counter.release(options.reservation);
      if (!this.#hasRoom(options.allowance, events, fresh.length, now)) return group.map(() => null);
    }
    const verdicts = judgeAndRemember(
      this.#sql,
      group.flatMap(({ events }) => events),
      now,
    ).values();
    return group.map(({ events }) =>
      events.map((event): AppendResult => {
        const verdict = verdicts.next().value;
        if (verdict?.kind === "conflict") return { kind: "conflict", id: verdict.eventId };
        if (verdict?.kind === "duplicate") return { kind: "accepted", id: verdict.eventId, duplicate: true };
        const earlier = this.#findEarlier(event, now);
        if (earlier !== null) return { kind: "accepted", id: earlier, duplicate: true };
        fresh.push(event);
        return { kind: "accepted", id: event.id, duplicate: false };
      }),
    );
  }

  #findEarlier({ content, id }: IncomingEvent, now: number): string | null {
    if (content === undefined) return null;
    this.#contents ??= new DuplicateWindow(this.ctx.storage);
    return this.#contents.admit(content.key, id, content.windowMs, now);
  }

  /** Only where all of them could be too many, it is worth asking which of them are new. */
  #hasRoom(allowance: DayAllowance, events: readonly IncomingEvent[], before: number, now: number): boolean {
    if (allowance === null || this.#counter.fits(before + events.length, allowance, now)) return true;
    return this.#counter.fits(before + countNew(this.#sql, events, now), allowance, now);
  }

  #openDispatcher(kept: typeof NO_CHUNKS): IntakeDispatcher {
    return new IntakeDispatcher(this.#sql, kept, () => {
      if (this.#identity === null) return null;
      return { identity: this.#identity, configVersion: this.#configVersion, queue: this.env.EVENTS };
    });
  }

  /** Events of one day in chunks behind this one. */
  #countChunks(behindSeq: number, day: number): number {
    if (!this.#inUse) return 0;
    const from = Math.max(behindSeq + 1, day * DAY_MS * SEQ_PER_MS);
    const row = this.#sql
      .exec<{ events: number | null }>("SELECT sum(events) AS events FROM chunks WHERE seq >= ?", from)
      .one();
    return row.events ?? 0;
  }

  /** A chunk fits one queue message, so a dispatch never has to cut one. */
  #insertChunks(events: readonly IncomingEvent[], now: number): void {
    let texts: string[] = [];
    let bytes = 0;
    const close = () => {
      if (texts.length === 0) return;
      this.#lastSeq = Math.max(this.#lastSeq + 1, now * SEQ_PER_MS);
      const body = texts.join(",");
      this.#sql.exec("INSERT INTO chunks VALUES (?, ?, ?, ?)", this.#lastSeq, texts.length, bytes, body);
      this.#dispatcher.stored(bytes);
      texts = [];
      bytes = 0;
    };
    for (const event of events) {
      if (bytes + event.bytes > MESSAGE_BYTES) close();
      texts.push(event.json);
      bytes += event.bytes + 1;
    }
    close();
  }

  /** Moved only when it must come earlier: an alarm is billed as a row written. */
  #armWatchdog(): void {
    // Purged while an alarm was at work.
    if (!this.#inUse) return;
    const now = Date.now();
    const wanted = this.#hasChunks() ? now + WATCHDOG_MS : this.#forgetAt(now);
    if (wanted === null || (this.#alarmAt !== null && this.#alarmAt <= wanted)) return;
    this.#alarmAt = wanted;
    void this.ctx.storage.setAlarm(wanted);
  }

  #hasChunks(): boolean {
    return this.#sql.exec("SELECT 1 FROM chunks LIMIT 1").next().done !== true;
  }

  /** At the next midnight, when another bucket is over; at once while the last one is not all forgotten. */
  #forgetAt(now: number): number | null {
    if (!hasKeys(this.#sql)) return null;
    if (hasOldKeys(this.#sql, now)) return now + WATCHDOG_MS;
    return (dedupeBucket(now) + 1) * DEDUPE_BUCKET_MS;
  }
}
