import { DurableObject } from "cloudflare:workers";
import type { AuditEnding, AuditIntent, AuditRecord } from "#domain/audit/audit-entry";
import {
  type AuditExport,
  EXPORT_KEPT_MS,
  type ExportClaim,
  type ExportProgress,
} from "#domain/audit/audit-export";
import type { ArchivePlan } from "#domain/audit/audit-retention";
import { canonicalJson } from "#domain/audit/canonical-json";
import {
  admitRefusal,
  emptyRefusalCount,
  type RefusalCount,
  summariseRefusals,
} from "#domain/audit/flood-gate";
import { CHAIN_START, type ChainPoint, chainEntry } from "#domain/audit/hash-chain";
import type { ArchiveSegment, AuditState, IdentifiedRecord } from "#domain/audit/ports";
import type { ChainAnchors } from "#domain/audit/verify-chain";
import type { JobsMessage } from "#domain/messages";
import { archiveOldest, removeExpired, removeExportParts } from "./audit-archive.ts";
import { sha256, writeEntries } from "./audit-d1.ts";
import * as exports from "./audit-exports.ts";
import { lastArchived, segmentAt, segmentBehind } from "./audit-segments.ts";
import * as tables from "./audit-tables.ts";
import { countStored, purgeStorage } from "./purge-storage.ts";

/** A handler that has not ended by then is dead, or nobody will hear of its end. */
const INTENT_MS = 60_000;
const REMEMBERED_MS = 3_600_000;
const READING_MS = 3_600_000;
/** When D1 does not take the entries, try again soon. */
const RETRY_MS = 5_000;
/** One write to D1: bounded by its bound parameter of 2 MB, in which quotes are doubled. */
const WRITE_ENTRIES = 100;
const WRITE_LENGTH = 400_000;
const OVERDUE_PER_ALARM = 500;
/** Hashes of every so many entries are kept here, so that a rewritten log is wrong at a place that can be named. */
const CHECKPOINT_ENTRIES = 1_000;

const ORGANIZATION = "organization";
const HEAD = "head";
const BASE = "base";
const REFUSALS = "refusals";

interface Head extends ChainPoint {
  readonly at: number;
}

/**
 * The owner of one organization's audit log, addressed by the organization's id (`*` for the platform). It numbers the
 * entries, chains them, and keeps each until D1 has it. What is in its own storage decides what the log must be: D1 and
 * R2 are held against it.
 */
export class AuditObject extends DurableObject<Env> {
  readonly #sql: SqlStorage = this.ctx.storage.sql;
  #orgId: string | null = null;
  #alarmAt: number | null = null;
  #flushing: Promise<void> | null = null;
  #tidying: Promise<boolean> | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    // An alarm of the object's life before must not be put off by the first that is set in this one.
    void ctx.blockConcurrencyWhile(async () => {
      this.#alarmAt = await ctx.storage.getAlarm();
    });
  }

  begin(orgId: string, intent: AuditIntent): void {
    this.#open(orgId);
    const endsAt = Date.now() + INTENT_MS;
    tables.keepIntent(this.#sql, intent, endsAt);
    this.#armAt(endsAt);
  }

  /** Called again after its answer was lost, it does nothing. */
  complete(orgId: string, intent: AuditIntent, ending: AuditEnding): void {
    this.#open(orgId);
    if (tables.intentState(this.#sql, intent.id) === null) return;
    tables.forgetIntent(this.#sql, intent.id);
    const { target, ...end } = ending;
    this.#append({
      ...fieldsOf(intent),
      ...end,
      target: target ?? intent.target,
    });
    this.#flushSoon();
  }

  drop(orgId: string, intentId: string): void {
    this.#open(orgId);
    if (tables.intentState(this.#sql, intentId) === "open") tables.forgetIntent(this.#sql, intentId);
  }

  refuse(orgId: string, intent: AuditIntent): void {
    this.#open(orgId);
    tables.forgetIntent(this.#sql, intent.id);
    const now = Date.now();
    const { write, count } = admitRefusal(this.#refusals(now), intent);
    this.ctx.storage.kv.put(REFUSALS, count);
    if (write) this.#append({ ...fieldsOf(intent), outcome: "refused", before: null, after: null });
    this.#flushSoon();
  }

  record(orgId: string, { id, record }: IdentifiedRecord): void {
    this.#open(orgId);
    if (tables.intentState(this.#sql, id) !== null) return;
    tables.markIntent(this.#sql, id, "ended", Date.now() + REMEMBERED_MS);
    this.#append(record);
    this.#flushSoon();
  }

  /** An entry for an actor's first reading in an hour; the others of that hour are counted into one more. */
  async noteReading(orgId: string, record: AuditRecord): Promise<AuditState> {
    this.#open(orgId);
    const key = `${record.action} ${record.actor.id}`;
    const known = this.#sql.exec("UPDATE readings SET count = count + 1 WHERE key = ? RETURNING key", key);
    if (known.toArray().length === 0) {
      const endsAt = Date.now() + READING_MS;
      this.#sql.exec("INSERT INTO readings VALUES (?, ?, 0, ?)", key, endsAt, JSON.stringify(record));
      this.#append(record);
      this.#armAt(endsAt);
    }
    // A failure is logged there. What D1 lacks is in the state that is answered.
    await this.#flush();
    return this.#state();
  }

  async state(orgId: string): Promise<AuditState> {
    this.#open(orgId);
    await this.#flush();
    return this.#state();
  }

  async anchors(orgId: string, after: number, through: number): Promise<ChainAnchors> {
    this.#open(orgId);
    await this.#flush();
    return this.#anchors(after, through);
  }

  segmentBehind(orgId: string, after: number): ArchiveSegment | null {
    this.#open(orgId);
    return segmentBehind(this.#sql, Math.max(after, this.#base().seq));
  }

  segmentAt(orgId: string, time: number): ArchiveSegment | null {
    this.#open(orgId);
    return segmentAt(this.#sql, time);
  }

  /** One visit at a time: two would write the same segment. */
  async tidy(orgId: string, plan: ArchivePlan): Promise<boolean> {
    this.#open(orgId);
    this.#tidying ??= this.#tidy(orgId, plan).finally(() => {
      this.#tidying = null;
    });
    return this.#tidying;
  }

  async startExport(orgId: string, wanted: AuditExport): Promise<boolean> {
    this.#open(orgId);
    if (!exports.insertExport(this.#sql, wanted)) return false;
    await this.#wakeExports();
    this.#arm();
    return true;
  }

  findExport(orgId: string, id: string): AuditExport | null {
    this.#open(orgId);
    return exports.findExport(this.#sql, id);
  }

  listExports(orgId: string): readonly AuditExport[] {
    this.#open(orgId);
    return exports.listExports(this.#sql);
  }

  claimExport(orgId: string, id: string): ExportClaim | null {
    this.#open(orgId);
    return exports.claimExport(this.#sql, id, Date.now());
  }

  advanceExport(orgId: string, id: string, lease: number, progress: ExportProgress): void {
    this.#open(orgId);
    exports.advanceExport(this.#sql, id, lease, progress, Date.now());
  }

  /** Nothing is left of the organization here. Its rows and objects elsewhere are removed by whoever deletes it. */
  async purge(): Promise<void> {
    // What is being written right now must not come back after the rows were removed.
    await Promise.allSettled([this.#flushing, this.#tidying]);
    await purgeStorage(this.ctx);
    this.#orgId = null;
    this.#alarmAt = null;
  }

  remains(): Promise<number> {
    return countStored(this.ctx);
  }

  override async alarm(): Promise<void> {
    this.#alarmAt = null;
    const orgId = this.ctx.storage.kv.get<string>(ORGANIZATION);
    if (orgId === undefined) return;
    this.#open(orgId);
    try {
      const now = Date.now();
      this.#closeOverdue(now);
      this.#closeReadings(now);
      this.#refusals(now);
      await this.#wakeExports();
      await this.#flush();
    } finally {
      this.#arm();
    }
  }

  /** Tables are made when the object is used, so that one that was purged stays empty. */
  #open(orgId: string): void {
    if (this.#orgId !== null) return;
    tables.createAuditTables(this.#sql);
    if (this.ctx.storage.kv.get<string>(ORGANIZATION) === undefined)
      this.ctx.storage.kv.put(ORGANIZATION, orgId);
    this.#orgId = orgId;
  }

  #requireOrgId(): string {
    if (this.#orgId === null) throw new Error("The audit object was used before it was opened.");
    return this.#orgId;
  }

  /** One uninterrupted step: number, hash, custody. Nothing here waits for anything. */
  #append(record: AuditRecord): void {
    const head = this.#head();
    // Time never runs backwards in the log: a range of time is a range of numbers.
    const at = Math.max(Date.now(), head.at);
    const entry = chainEntry(head, this.#requireOrgId(), at, record, sha256);
    const { seq, hash } = entry;
    tables.keepEntry(this.#sql, entry);
    if (seq % CHECKPOINT_ENTRIES === 0) tables.keepCheckpoint(this.#sql, { seq, hash });
    this.ctx.storage.kv.put<Head>(HEAD, { seq, hash, at });
  }

  #head(): Head {
    return this.ctx.storage.kv.get<Head>(HEAD) ?? { ...CHAIN_START, at: 0 };
  }

  #base(): ChainPoint {
    return this.ctx.storage.kv.get<ChainPoint>(BASE) ?? CHAIN_START;
  }

  #state(): AuditState {
    const { seq, hash } = this.#head();
    const base = this.#base();
    const [waiting] = tables.readOutbox(this.#sql, 1, 0);
    const head = { seq, hash };
    return {
      base,
      head,
      searchable: waiting === undefined ? head : { seq: waiting.seq - 1, hash: waiting.previousHash },
      archivedThrough: Math.max(base.seq, lastArchived(this.#sql)?.seq ?? 0),
    };
  }

  #anchors(after: number, through: number): ChainAnchors {
    const { searchable, base, head } = this.#state();
    const checkpoints = tables.checkpointsWithin(this.#sql, after, through);
    const archived = lastArchived(this.#sql) ?? base;
    const both = archived.seq > after && archived.seq <= through ? [...checkpoints, archived] : checkpoints;
    return { head: searchable, lastSeq: head.seq, checkpoints: [...both].sort((a, b) => a.seq - b.seq) };
  }

  #closeOverdue(now: number): void {
    for (const { id, state, intent } of tables.overdueIntents(this.#sql, now, OVERDUE_PER_ALARM)) {
      if (state !== "open") {
        tables.forgetIntent(this.#sql, id);
        continue;
      }
      const after = canonicalJson({ startedAt: new Date(intent.startedAt).toISOString() });
      this.#append({ ...fieldsOf(intent), outcome: "interrupted", before: null, after });
      tables.markIntent(this.#sql, id, "closed", now + REMEMBERED_MS);
    }
  }

  #closeReadings(now: number): void {
    const over = this.#sql.exec<{ count: number; record: string }>(
      "DELETE FROM readings WHERE ends_at <= ? RETURNING count, record",
      now,
    );
    for (const { count, record } of over.toArray()) {
      if (count === 0) continue;
      const first = JSON.parse(record) as AuditRecord;
      this.#append({
        ...first,
        requestId: "",
        after: canonicalJson({ furtherReadingsWithinTheHour: count }),
      });
    }
  }

  /** The count of this minute; an older one is closed with an entry. */
  #refusals(now: number): RefusalCount {
    const current = emptyRefusalCount(now);
    const kept = this.ctx.storage.kv.get<RefusalCount>(REFUSALS);
    if (kept === undefined) return current;
    if (kept.minute >= current.minute) return kept;
    const summary = summariseRefusals(kept);
    this.ctx.storage.kv.delete(REFUSALS);
    if (summary !== null) this.#append(summary);
    return current;
  }

  /** The alarm is for a death before the write has ended. */
  #flushSoon(): void {
    this.#armAt(Date.now() + RETRY_MS);
    void this.#flush();
  }

  /** Everything that waits goes to D1, many entries a write; one writer at a time, so the numbers of the rows ascend. */
  #flush(): Promise<void> {
    this.#flushing ??= this.#writeAll().finally(() => {
      this.#flushing = null;
    });
    return this.#flushing;
  }

  async #writeAll(): Promise<void> {
    const orgId = this.#requireOrgId();
    try {
      for (;;) {
        const entries = tables.readOutbox(this.#sql, WRITE_ENTRIES, WRITE_LENGTH);
        const last = entries.at(-1);
        if (last === undefined) return;
        await writeEntries(this.env.DB, orgId, entries);
        tables.clearOutbox(this.#sql, last.seq);
      }
    } catch (error) {
      console.error(JSON.stringify({ event: "audit.write_failed", orgId, error: String(error) }));
      this.#armAt(Date.now() + RETRY_MS);
    }
  }

  async #tidy(orgId: string, plan: ArchivePlan): Promise<boolean> {
    await this.#flush();
    const stores = { sql: this.#sql, db: this.env.DB, bucket: this.env.BODIES };
    const log = {
      orgId,
      base: () => this.#base(),
      moveBase: (to: ChainPoint) => {
        this.ctx.storage.kv.put(BASE, to);
        this.#sql.exec("DELETE FROM checkpoints WHERE seq <= ?", to.seq);
      },
      anchors: (after: number, through: number) => this.#anchors(after, through),
    };
    for (const { id, status, updatedAt } of exports.listExports(this.#sql)) {
      if (status === "running" || updatedAt >= Date.now() - EXPORT_KEPT_MS) continue;
      await removeExportParts(this.env.BODIES, orgId, id);
      exports.removeExport(this.#sql, id);
    }
    const archived = await archiveOldest(stores, log, plan);
    const removed = await removeExpired(stores, log, plan);
    return archived && removed;
  }

  async #wakeExports(): Promise<void> {
    const orgId = this.#requireOrgId();
    for (const jobId of exports.overdueExports(this.#sql, Date.now())) {
      const message: JobsMessage = { orgId, jobId };
      try {
        await this.env.JOBS.send(JSON.stringify(message), { contentType: "text" });
      } catch (error) {
        console.error(
          JSON.stringify({ event: "audit.export_wake_failed", ...message, error: String(error) }),
        );
      }
    }
  }

  /** Wake for the earliest thing that is due. It reads everything that waits, so it is for the alarm itself. */
  #arm(): void {
    const now = Date.now();
    const waiting = tables.readOutbox(this.#sql, 1, 0).length > 0 ? now + RETRY_MS : null;
    const refusals = this.ctx.storage.kv.get<RefusalCount>(REFUSALS);
    const counted = refusals === undefined ? null : refusals.minute + 60_000;
    const moments = [tables.nextMoment(this.#sql), waiting, counted].filter((moment) => moment !== null);
    if (moments.length === 0) return;
    this.#armAt(Math.max(now, Math.min(...moments)));
  }

  /** Moved only when it must come earlier: an alarm is billed as a row. */
  #armAt(time: number): void {
    if (this.#alarmAt !== null && this.#alarmAt <= time) return;
    this.#alarmAt = time;
    void this.ctx.storage.setAlarm(time);
  }
}

function fieldsOf({ actor, action, target, ip, requestId }: AuditIntent) {
  return { actor, action, target, ip, requestId };
}
