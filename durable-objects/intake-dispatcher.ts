import type { IntakeIdentity } from "#domain/ingress/append";
import { decideDispatchAt } from "#domain/ingress/dispatch-pace";
import {
  type DispatchWindow,
  lease,
  openWindow,
  overdue,
  release,
  room,
} from "#domain/ingress/dispatch-window";

/** A queue operation is billed per 64 KB, so a message stays below that with its envelope. */
export const MESSAGE_BYTES = 60_000;
/** Four messages at a time: while they are sent, more chunks gather for the next ones. */
const ROUND_BYTES = 4 * MESSAGE_BYTES;
/**
 * What a message says about each chunk, beside its events. After an outage there may be a thousand chunks of one small
 * event: uncounted, this alone would make a message that the queue refuses, again and again.
 */
const CHUNK_HEAD_BYTES = 64;
const ROWS_PER_READ = 32;

/** A row of the intake without its body: several events that were accepted together. */
interface ChunkRow extends Record<string, SqlStorageValue> {
  readonly seq: number;
  readonly events: number;
  readonly bytes: number;
}

/** What a dispatch needs of its object, read anew each time. */
export interface DispatchContext {
  readonly identity: IntakeIdentity;
  readonly configVersion: number;
  readonly queue: Queue;
}

export interface KeptChunks {
  /** The newest; 0 when there is none. */
  readonly seq: number;
  readonly bytes: number;
}

export const NO_CHUNKS: KeptChunks = { seq: 0, bytes: 0 };

export function readKeptChunks(sql: SqlStorage): KeptChunks {
  const { seq, bytes } = sql
    .exec<{ seq: number | null; bytes: number | null }>(
      "SELECT max(seq) AS seq, sum(bytes) AS bytes FROM chunks",
    )
    .one();
  return { seq: seq ?? 0, bytes: bytes ?? 0 };
}

interface OutgoingMessage {
  readonly text: string;
  readonly seqs: readonly number[];
}

/** Hands the intake's chunks to the EVENTS queue. Which and when is decided by the domain; the rows stay until confirmed. */
export class IntakeDispatcher {
  readonly #sql: SqlStorage;
  readonly #context: () => DispatchContext | null;
  readonly #window: DispatchWindow;
  /** Chunks to hand out a second time; their consumer disappeared or their message was not taken. */
  readonly #again = new Set<number>();
  #waitingBytes: number;
  #lastSentAt = 0;
  #sending = false;
  #closed = false;
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** @param kept what the chunks table holds when the object starts */
  constructor(sql: SqlStorage, kept: KeptChunks, context: () => DispatchContext | null) {
    this.#sql = sql;
    this.#context = context;
    this.#window = openWindow(kept.seq);
    this.#waitingBytes = kept.bytes;
  }

  /** The object was purged: the table is gone. What is being sent is sent, and nothing after it. */
  close(): void {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  stored(bytes: number): void {
    this.#waitingBytes += bytes;
  }

  confirmed(seq: number): void {
    release(this.#window, seq);
    this.#again.delete(seq);
  }

  reclaimOverdue(now: number): void {
    for (const seq of overdue(this.#window, now)) this.#takeBack(seq);
  }

  /** One dispatch at a time: while it sends, new chunks gather and share the next message. */
  async dispatch(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      while (!this.#closed && this.#mayDispatch(Date.now()) && (await this.#sendSome()))
        this.#lastSentAt = Date.now();
    } finally {
      this.#sending = false;
    }
  }

  #mayDispatch(now: number): boolean {
    const at = decideDispatchAt({
      now,
      lastSentAt: this.#lastSentAt,
      messageIsFull: this.#waitingBytes >= MESSAGE_BYTES || this.#again.size > 0,
    });
    if (at <= now) return true;
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      void this.dispatch();
    }, at - now);
    return false;
  }

  /** True when something was sent. */
  async #sendSome(): Promise<boolean> {
    const context = this.#context();
    if (context === null) return false;
    const messages = this.#nextMessages(context, Date.now());
    if (messages.length === 0) return false;
    try {
      await send(context.queue, messages);
      return true;
    } catch (error) {
      // The chunks keep their place on disk; the watchdog hands them out again.
      const { orgId, shard } = context.identity;
      console.error(JSON.stringify({ event: "intake.dispatch_failed", orgId, shard, error: String(error) }));
      for (const message of messages) for (const seq of message.seqs) this.#takeBack(seq);
      return false;
    }
  }

  #takeBack(seq: number): void {
    release(this.#window, seq);
    this.#again.add(seq);
  }

  #nextMessages(context: DispatchContext, now: number): OutgoingMessage[] {
    // Before anything is read: behind a backlog every post and every confirmation comes by here.
    if (room(this.#window) === 0) return [];
    const messages: OutgoingMessage[] = [];
    let open: ChunkRow[] = [];
    let openBytes = 0;
    let totalBytes = 0;
    const close = () => {
      if (open.length > 0) messages.push(this.#message(context, open));
      open = [];
      openBytes = 0;
    };
    for (const chunk of this.#candidates()) {
      const bytes = chunk.bytes + CHUNK_HEAD_BYTES;
      if (room(this.#window) === 0) break;
      if (totalBytes + bytes > ROUND_BYTES && totalBytes > 0) break;
      if (openBytes + bytes > MESSAGE_BYTES) close();
      open.push(chunk);
      openBytes += bytes;
      totalBytes += bytes;
      lease(this.#window, chunk, now);
    }
    close();
    this.#waitingBytes = Math.max(0, this.#waitingBytes - totalBytes);
    for (const message of messages) for (const seq of message.seqs) this.#again.delete(seq);
    return messages;
  }

  /** Bodies are read only for what is sent: behind a backlog, reading ahead cost more than sending. */
  *#candidates(): Generator<ChunkRow> {
    for (const seq of [...this.#again].sort((a, b) => a - b)) {
      const row = this.#sql.exec<ChunkRow>("SELECT seq, events, bytes FROM chunks WHERE seq = ?", seq).next();
      if (row.done) this.#again.delete(seq);
      else yield row.value;
    }
    // Read in slices: a cursor may not stay open over writes.
    for (;;) {
      const rows = this.#sql
        .exec<ChunkRow>(
          "SELECT seq, events, bytes FROM chunks WHERE seq > ? ORDER BY seq LIMIT ?",
          this.#window.dispatchedThrough,
          ROWS_PER_READ,
        )
        .toArray();
      if (rows.length === 0) return;
      yield* rows;
    }
  }

  #message({ identity, configVersion }: DispatchContext, chunks: readonly ChunkRow[]): OutgoingMessage {
    const bodies = chunks.map(({ seq }) => {
      const { body } = this.#sql.exec<{ body: string }>("SELECT body FROM chunks WHERE seq = ?", seq).one();
      const maybeSeen = seq <= this.#window.seenBefore || this.#again.has(seq);
      return `{"seq":${seq},"maybeSeen":${maybeSeen},"events":[${body}]}`;
    });
    const owner = `"orgId":${JSON.stringify(identity.orgId)},"shard":${identity.shard}`;
    const text = `{${owner},"configVersion":${configVersion},"chunks":[${bodies.join(",")}]}`;
    return { text, seqs: chunks.map(({ seq }) => seq) };
  }
}

/** One by one and not by `sendBatch`: it costs the same, and nothing has to be packed a second time. */
async function send(queue: Queue, messages: readonly OutgoingMessage[]): Promise<void> {
  await Promise.all(messages.map(({ text }) => queue.send(text, { contentType: "text" })));
}
