import { DurableObject } from "cloudflare:workers";
import type { AppendReply, AppendResult, IncomingEvent, IntakeIdentity } from "#domain/ingress/append";
import { DEDUPE_BUCKET_MS } from "#domain/ingress/deduplication";
import { decideCommitDelayMs } from "#domain/ingress/dispatch-pace";
import { IntakeDispatcher, MESSAGE_BYTES } from "./intake-dispatcher.ts";
import { createKeysTable, forgetOldKeys, judgeAndRemember, oldestKeyBucket } from "./intake-keys.ts";

interface Waiting {
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

const IDENTITY = "identity";
const CONFIG_VERSION = "configVersion";

/**
 * Owner 1 of the chain of custody: keeps what was accepted until its consumer confirms it, and the keys that make a
 * second post of the same event the same event. Addressed by `${orgId}:${shard}`; docs/storage.md describes its tables.
 */
export class IntakeObject extends DurableObject<Env> {
  readonly #sql: SqlStorage;
  readonly #dispatcher: IntakeDispatcher;
  #identity: IntakeIdentity | null;
  #configVersion: number;
  #lastSeq: number;
  #lastCommitAt = 0;
  #waiting: Waiting[] = [];
  #alarmAt: number | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    this.#sql.exec(
      "CREATE TABLE IF NOT EXISTS chunks (seq INTEGER PRIMARY KEY, events INTEGER NOT NULL, bytes INTEGER NOT NULL, body TEXT NOT NULL)",
    );
    createKeysTable(this.#sql);
    this.#lastSeq =
      this.#sql.exec<{ seq: number | null }>("SELECT max(seq) AS seq FROM chunks").one().seq ?? 0;
    this.#identity = ctx.storage.kv.get<IntakeIdentity>(IDENTITY) ?? null;
    this.#configVersion = ctx.storage.kv.get<number>(CONFIG_VERSION) ?? 0;
    this.#dispatcher = new IntakeDispatcher(this.#sql, () => {
      if (this.#identity === null) return null;
      return { identity: this.#identity, configVersion: this.#configVersion, queue: this.env.EVENTS };
    });
  }

  /**
   * Take events; resolves when they are on disk. Requests that arrive together share one row and one transaction:
   * rows written are what a Durable Object costs, and one commit for twenty requests is also the faster one.
   */
  append(
    identity: IntakeIdentity,
    configVersion: number,
    events: readonly IncomingEvent[],
  ): Promise<AppendReply> {
    this.#remember(identity);
    this.#configVersion = Math.max(this.#configVersion, configVersion);
    const { promise, resolve, reject } = Promise.withResolvers<AppendReply>();
    this.#waiting.push({ events, resolve, reject });
    if (this.#waiting.length === 1) {
      setTimeout(() => this.#commit(), decideCommitDelayMs(Date.now(), this.#lastCommitAt));
    }
    return promise;
  }

  /** The consumer has made every event of these chunks somebody else's: let go. */
  confirm(seqs: readonly number[]): void {
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
    const row = this.#sql
      .exec<{ events: number | null; seq: number | null }>(
        "SELECT sum(events) AS events, min(seq) AS seq FROM chunks",
      )
      .one();
    return { events: row.events ?? 0, oldestAt: row.seq === null ? null : Math.floor(row.seq / SEQ_PER_MS) };
  }

  override async alarm(): Promise<void> {
    this.#alarmAt = null;
    try {
      const now = Date.now();
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
      const replies = this.ctx.storage.transactionSync(() => this.#store(waiting, now));
      waiting.forEach((request, index) => {
        request.resolve({ results: replies[index] ?? [], configVersion: this.#configVersion });
      });
    } catch (error) {
      for (const request of waiting) request.reject(error);
      return;
    }
    this.#armWatchdog();
    this.ctx.waitUntil(this.#dispatcher.dispatch());
  }

  #store(waiting: readonly Waiting[], now: number): AppendResult[][] {
    const fresh: IncomingEvent[] = [];
    const verdicts = judgeAndRemember(
      this.#sql,
      waiting.flatMap(({ events }) => events),
      now,
    ).values();
    const replies = waiting.map(({ events }) =>
      events.map((event): AppendResult => {
        const verdict = verdicts.next().value;
        if (verdict?.kind === "conflict") return { kind: "conflict", id: verdict.eventId };
        if (verdict?.kind === "duplicate") return { kind: "accepted", id: verdict.eventId, duplicate: true };
        fresh.push(event);
        return { kind: "accepted", id: event.id, duplicate: false };
      }),
    );
    this.#insertChunks(fresh, now);
    return replies;
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
    const now = Date.now();
    const wanted = this.#hasChunks() ? now + WATCHDOG_MS : this.#forgetAt(now);
    if (wanted === null || (this.#alarmAt !== null && this.#alarmAt <= wanted)) return;
    this.#alarmAt = wanted;
    void this.ctx.storage.setAlarm(wanted);
  }

  #hasChunks(): boolean {
    return this.#sql.exec("SELECT 1 FROM chunks LIMIT 1").next().done !== true;
  }

  #forgetAt(now: number): number | null {
    const bucket = oldestKeyBucket(this.#sql);
    return bucket === null ? null : Math.max((bucket + 2) * DEDUPE_BUCKET_MS, now + WATCHDOG_MS);
  }
}
