import { DurableObject } from "cloudflare:workers";
import type { AppendReply, AppendResult, IncomingEvent, IntakeIdentity } from "#domain/ingress/append";
import {
  DEDUPE_BUCKET_MS,
  type DedupeVerdict,
  dedupeBucket,
  judgeDuplicate,
  type SeenKey,
} from "#domain/ingress/deduplication";
import {
  type DispatchWindow,
  lease,
  openWindow,
  overdue,
  release,
  room,
} from "#domain/ingress/dispatch-window";

interface Waiting {
  readonly events: readonly IncomingEvent[];
  readonly resolve: (reply: AppendReply) => void;
  readonly reject: (error: unknown) => void;
}

/** A queue operation is billed per 64 KB, so a message stays below that with its envelope. */
const MESSAGE_BYTES = 60_000;
/** `sendBatch` takes 256 KB. */
const SEND_BATCH_BYTES = 240_000;
/** How long an accepted event may wait for the watchdog when its own dispatch was lost. */
const WATCHDOG_MS = 5_000;
const FORGET_ROWS_PER_TICK = 2_000;

const IDENTITY = "identity";
const CONFIG_VERSION = "configVersion";

/**
 * Owner 1 of the chain of custody: keeps what was accepted until its consumer confirms it, and the keys that make a
 * second post of the same event the same event. Addressed by `${orgId}:${shard}`; docs/storage.md describes its tables.
 */
export class IntakeObject extends DurableObject<Env> {
  readonly #sql: SqlStorage;
  readonly #window: DispatchWindow;
  #lastSeq: number;
  #configVersion: number;
  #identity: IntakeIdentity | null;
  #waiting: Waiting[] = [];
  #alarmAt: number | null = null;
  #dispatching = false;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    this.#sql.exec(`
      CREATE TABLE IF NOT EXISTS chunks (seq INTEGER PRIMARY KEY, events INTEGER NOT NULL, bytes INTEGER NOT NULL, body TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS keys (bucket INTEGER NOT NULL, key TEXT NOT NULL, event_id TEXT NOT NULL, fingerprint TEXT NOT NULL,
        PRIMARY KEY (bucket, key)) WITHOUT ROWID;
    `);
    this.#lastSeq =
      this.#sql.exec<{ seq: number | null }>("SELECT max(seq) AS seq FROM chunks").one().seq ?? 0;
    this.#window = openWindow(this.#lastSeq);
    this.#identity = ctx.storage.kv.get<IntakeIdentity>(IDENTITY) ?? null;
    this.#configVersion = ctx.storage.kv.get<number>(CONFIG_VERSION) ?? 0;
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
    if (this.#waiting.length === 1) setTimeout(() => this.#commit(), 0);
    return promise;
  }

  /** The consumer has made every event of these chunks somebody else's: let go. */
  confirm(seqs: readonly number[]): void {
    for (const seq of seqs) {
      this.#sql.exec("DELETE FROM chunks WHERE seq = ?", seq);
      release(this.#window, seq);
    }
    this.ctx.waitUntil(this.#dispatch());
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
      this.#forgetOldKeys();
      for (const seq of overdue(this.#window, Date.now())) {
        release(this.#window, seq);
        this.#again.add(seq);
      }
      await this.#dispatch();
    } finally {
      this.#armWatchdog();
    }
  }

  /** Chunks to hand out a second time; their consumer disappeared. */
  readonly #again = new Set<number>();

  #remember(identity: IntakeIdentity): void {
    if (this.#identity !== null) return;
    this.#identity = { orgId: identity.orgId, shard: identity.shard };
    this.ctx.storage.kv.put(IDENTITY, this.#identity);
  }

  #commit(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    const now = Date.now();
    try {
      const replies = this.ctx.storage.transactionSync(() => this.#store(waiting, now));
      waiting.forEach((request, index) => {
        const results = replies[index] ?? [];
        request.resolve({ results, configVersion: this.#configVersion });
      });
    } catch (error) {
      for (const request of waiting) request.reject(error);
      return;
    }
    this.#armWatchdog();
    this.ctx.waitUntil(this.#dispatch());
  }

  #store(waiting: readonly Waiting[], now: number): AppendResult[][] {
    const fresh: IncomingEvent[] = [];
    const replies = waiting.map(({ events }) =>
      events.map((event): AppendResult => {
        const verdict = this.#judge(event, now);
        if (verdict.kind === "conflict") return { kind: "conflict", id: verdict.eventId };
        if (verdict.kind === "duplicate") return { kind: "accepted", id: verdict.eventId, duplicate: true };
        fresh.push(event);
        return { kind: "accepted", id: event.id, duplicate: false };
      }),
    );
    this.#insertChunks(fresh, now);
    return replies;
  }

  #judge(event: IncomingEvent, now: number): DedupeVerdict {
    if (event.keys.length === 0) return { kind: "new" };
    const bucket = dedupeBucket(now);
    const verdict = judgeDuplicate(
      event.fingerprint,
      event.keys.map((key) => this.#seen(key, bucket)),
    );
    if (verdict.kind !== "conflict") {
      const eventId = verdict.kind === "duplicate" ? verdict.eventId : event.id;
      for (const key of event.keys) {
        if (verdict.kind === "duplicate" && this.#seen(key, bucket) !== null) continue;
        this.#sql.exec("INSERT INTO keys VALUES (?, ?, ?, ?)", bucket, key, eventId, event.fingerprint);
      }
    }
    return verdict;
  }

  #seen(key: string, bucket: number): SeenKey | null {
    const row = this.#sql
      .exec<{ event_id: string; fingerprint: string }>(
        "SELECT event_id, fingerprint FROM keys WHERE bucket IN (?, ?) AND key = ? LIMIT 1",
        bucket,
        bucket - 1,
        key,
      )
      .next();
    return row.done ? null : { eventId: row.value.event_id, fingerprint: row.value.fingerprint };
  }

  /** A chunk fits one queue message, so a dispatch never has to cut one. */
  #insertChunks(events: readonly IncomingEvent[], now: number): void {
    let texts: string[] = [];
    let bytes = 0;
    const flush = () => {
      if (texts.length === 0) return;
      this.#lastSeq = Math.max(this.#lastSeq + 1, now * SEQ_PER_MS);
      const body = texts.join(",");
      this.#sql.exec("INSERT INTO chunks VALUES (?, ?, ?, ?)", this.#lastSeq, texts.length, bytes, body);
      texts = [];
      bytes = 0;
    };
    for (const event of events) {
      if (bytes + event.bytes > MESSAGE_BYTES) flush();
      texts.push(event.json);
      bytes += event.bytes + 1;
    }
    flush();
  }

  /** One dispatch at a time: while it sends, new chunks gather and share the next message. */
  async #dispatch(): Promise<void> {
    if (this.#dispatching || this.#identity === null) return;
    this.#dispatching = true;
    try {
      for (;;) {
        const messages = this.#nextMessages(this.#identity, Date.now());
        if (messages.length === 0) return;
        try {
          await this.#send(messages);
        } catch (error) {
          // The chunks keep their place on disk; the watchdog hands them out again.
          console.error(
            JSON.stringify({ event: "intake.dispatch_failed", ...this.#identity, error: String(error) }),
          );
          for (const message of messages)
            for (const seq of message.seqs) {
              release(this.#window, seq);
              this.#again.add(seq);
            }
          return;
        }
      }
    } finally {
      this.#dispatching = false;
    }
  }

  async #send(messages: readonly OutgoingMessage[]): Promise<void> {
    const [first] = messages;
    if (first === undefined) return;
    if (messages.length === 1) {
      await this.env.EVENTS.send(first.text, { contentType: "text" });
      return;
    }
    await this.env.EVENTS.sendBatch(messages.map(({ text }) => ({ body: text, contentType: "text" })));
  }

  #nextMessages(identity: IntakeIdentity, now: number): OutgoingMessage[] {
    const messages: OutgoingMessage[] = [];
    let open: ChunkRow[] = [];
    let openBytes = 0;
    let totalBytes = 0;
    const flush = () => {
      if (open.length > 0) messages.push(this.#message(identity, open));
      open = [];
      openBytes = 0;
    };
    for (const chunk of this.#candidates()) {
      if (room(this.#window) === 0) break;
      if (totalBytes + chunk.bytes > SEND_BATCH_BYTES && totalBytes > 0) break;
      if (openBytes + chunk.bytes > MESSAGE_BYTES) flush();
      open.push(chunk);
      openBytes += chunk.bytes;
      totalBytes += chunk.bytes;
      lease(this.#window, chunk, now);
    }
    flush();
    for (const message of messages) for (const seq of message.seqs) this.#again.delete(seq);
    return messages;
  }

  *#candidates(): Generator<ChunkRow> {
    for (const seq of [...this.#again].sort((a, b) => a - b)) {
      const row = this.#sql.exec<ChunkRow>("SELECT * FROM chunks WHERE seq = ?", seq).next();
      if (row.done) this.#again.delete(seq);
      else yield row.value;
    }
    // Read in slices: a cursor may not stay open over writes.
    for (;;) {
      const rows = this.#sql
        .exec<ChunkRow>(
          "SELECT * FROM chunks WHERE seq > ? ORDER BY seq LIMIT 32",
          this.#window.dispatchedThrough,
        )
        .toArray();
      if (rows.length === 0) return;
      yield* rows;
    }
  }

  #message(identity: IntakeIdentity, chunks: readonly ChunkRow[]): OutgoingMessage {
    const bodies = chunks.map(({ seq, body }) => {
      const maybeSeen = seq <= this.#window.seenBefore || this.#again.has(seq);
      return `{"seq":${seq},"maybeSeen":${maybeSeen},"events":[${body}]}`;
    });
    const head = `"orgId":${JSON.stringify(identity.orgId)},"shard":${identity.shard},"configVersion":${this.#configVersion}`;
    return { text: `{${head},"chunks":[${bodies.join(",")}]}`, seqs: chunks.map(({ seq }) => seq) };
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
    const oldest = this.#sql
      .exec<{ bucket: number }>("SELECT bucket FROM keys ORDER BY bucket LIMIT 1")
      .next();
    return oldest.done ? null : Math.max((oldest.value.bucket + 2) * DEDUPE_BUCKET_MS, now + WATCHDOG_MS);
  }

  /** In slices, so that forgetting a busy day never blocks the posts that arrive meanwhile. */
  #forgetOldKeys(): void {
    const oldest = dedupeBucket(Date.now()) - 1;
    this.#sql.exec(
      "DELETE FROM keys WHERE (bucket, key) IN (SELECT bucket, key FROM keys WHERE bucket < ? LIMIT ?)",
      oldest,
      FORGET_ROWS_PER_TICK,
    );
  }
}

/**
 * A chunk's number is its millisecond and a counter: it grows over restarts without a row of its own to keep it, and
 * stays below 2^53 until the year 2255.
 */
const SEQ_PER_MS = 1_000;

interface ChunkRow extends Record<string, SqlStorageValue> {
  readonly seq: number;
  readonly events: number;
  readonly bytes: number;
  readonly body: string;
}

interface OutgoingMessage {
  readonly text: string;
  readonly seqs: readonly number[];
}
