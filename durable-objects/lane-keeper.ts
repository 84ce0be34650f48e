import type { LanePlace } from "#domain/delivery/settlement";
import { positionsThrough } from "#domain/flow/lanes";
import type { DueDelivery } from "#domain/messages";
import {
  createBlockedTable,
  forgetBlocksOf,
  isBlocked,
  keepBlock,
  takeAllBlocks,
  takeBlock,
  takeBlocks,
} from "./blocked-lanes.ts";
import { PARKED, type WaitingDelivery } from "./waiting-deliveries.ts";

/** The most that one run takes of the lanes it was given, and sends one after the other. */
const TRAIN_DELIVERIES = 500;

const SHARDS = "laneShards";

interface LaneHead extends Record<string, SqlStorageValue> {
  readonly id: string;
  readonly due_at: number;
  readonly position: string;
}

export function createLaneTables(sql: SqlStorage): void {
  sql.exec(
    "CREATE INDEX IF NOT EXISTS waiting_lanes ON waiting (lane, due_at, position) WHERE lane IS NOT NULL",
  );
  createBlockedTable(sql);
}

/**
 * Lets one delivery of each lane out at a time, in the order in which the intake accepted them. All others of the lane are
 * parked: rows without a time, which nobody finds who looks for what is due.
 *
 * Chunks of the intake overtake each other on their way. So the next one goes only when the intake keeps no earlier chunk:
 * `gate` is the last position of which that is known.
 */
export class LaneKeeper {
  readonly #sql: SqlStorage;
  readonly #kv: SyncKvStorage;
  #gate = "";
  /** The last position that came since this object started. */
  #newest = "";
  /** Their next one stands behind the gate. Null: nobody has looked since this object started. */
  #behindGate: Set<string> | null = null;

  constructor(sql: SqlStorage, kv: SyncKvStorage) {
    this.#sql = sql;
    this.#kv = kv;
  }

  get waitsForGate(): boolean {
    return this.#behindGate !== null && this.#behindGate.size > 0;
  }

  /** Something stands behind the gate, if only behind others of its lane: runs then get fewer of them at once. */
  get shouldAsk(): boolean {
    return this.waitsForGate || this.#newest > this.#gate;
  }

  /** How many intake objects there are to be asked. */
  get shards(): number {
    return this.#kv.get<number>(SHARDS) ?? 1;
  }

  /** After a restart: look at every lane once. Costs a read for each. */
  lookAround(now: number): void {
    if (this.#behindGate !== null) return;
    this.#behindGate = new Set();
    for (const lane of this.#lanes()) this.promote(lane, now);
  }

  /** One was accepted into the lane and its row is written. */
  arrived({ lane, position }: LanePlace, shards: number, onDeadLetter: "block" | "skip", now: number): void {
    if (position > this.#newest) this.#newest = position;
    if (shards > this.shards) this.#kv.put(SHARDS, shards);
    // The setting was changed: who is stopped by an old dead letter goes on.
    if (onDeadLetter === "skip") forgetBlocksOf(this.#sql, lane);
    this.promote(lane, now);
  }

  /** The intakes keep nothing up to this chunk but the chunk itself. */
  openGate(seq: number, now: number): void {
    const through = positionsThrough(seq);
    if (through > this.#gate) this.#gate = through;
    for (const lane of [...(this.#behindGate ?? [])]) this.promote(lane, now);
  }

  /** Let the lane's next one out, unless one is out already or a dead letter stops it. */
  promote(lane: string, now: number): void {
    this.#behindGate?.delete(lane);
    const head = this.#head(lane);
    if (head === null || head.due_at < PARKED || isBlocked(this.#sql, { ...head, lane })) return;
    if (head.position > this.#gate) {
      this.#behindGate ??= new Set();
      this.#behindGate.add(lane);
      return;
    }
    this.#sql.exec("UPDATE waiting SET due_at = ? WHERE id = ?", now, head.id);
  }

  /** This dead letter stops those behind it. What stands before it goes on. */
  block(place: LanePlace, id: string, now: number): void {
    keepBlock(this.#sql, place, id, now);
    this.promote(place.lane, now);
  }

  /** Somebody closed these dead letters for good: those behind them go on. */
  unblock(ids: readonly string[], now: number): void {
    for (const lane of takeBlocks(this.#sql, ids)) this.promote(lane, now);
  }

  unblockAll(now: number): void {
    for (const lane of takeAllBlocks(this.#sql)) this.promote(lane, now);
  }

  /** Somebody restarted it: it keeps its place, and its lane lets it out in its turn. One that is out already has its time. */
  inItsPlace({ delivery, dueAt }: WaitingDelivery): WaitingDelivery {
    const dead = takeBlock(this.#sql, delivery.id);
    if (dead !== null) return { delivery: { ...delivery, ...dead }, dueAt: PARKED };
    const row = this.placeOf(delivery.id);
    if (row === null) return { delivery, dueAt };
    const { lane, position } = row;
    return { delivery: { ...delivery, lane, position }, dueAt: row.dueAt < PARKED ? dueAt : PARKED };
  }

  /** Null when it does not wait in a lane. */
  placeOf(id: string): (LanePlace & { readonly dueAt: number }) | null {
    const row = this.#sql
      .exec<{ lane: string | null; position: string | null; due_at: number }>(
        "SELECT lane, position, due_at FROM waiting WHERE id = ?",
        id,
      )
      .toArray()[0];
    if (row === undefined || row.lane === null) return null;
    return { lane: row.lane, position: row.position ?? "", dueAt: row.due_at };
  }

  /**
   * Those that may follow these in the same run, one after the other.
   * @param most of each lane; null: as many as a run takes
   */
  followers(heads: readonly DueDelivery[], most: number | null): string[] {
    const inLanes = heads.flatMap(({ lane }) => lane ?? []);
    if (inLanes.length === 0) return [];
    const each = most ?? Math.floor(TRAIN_DELIVERIES / inLanes.length);
    return inLanes.flatMap((lane) =>
      this.#sql
        .exec<{ id: string }>(
          `SELECT id FROM waiting WHERE lane = ?1 AND due_at = ?2 AND position <= ?3
           AND NOT EXISTS (SELECT 1 FROM blocked_lanes WHERE lane = ?1 AND position < waiting.position)
           ORDER BY position LIMIT ?4`,
          lane,
          PARKED,
          this.#gate,
          each,
        )
        .toArray()
        .map(({ id }) => id),
    );
  }

  forget(): void {
    this.#gate = "";
    this.#newest = "";
    this.#behindGate = new Set();
  }

  /** The one that is out, else the first of the parked ones. */
  #head(lane: string): LaneHead | null {
    const found = this.#sql
      .exec<LaneHead>(
        "SELECT id, due_at, position FROM waiting WHERE lane = ? ORDER BY due_at, position LIMIT 1",
        lane,
      )
      .next();
    return found.done ? null : found.value;
  }

  /** From one to the next: the rows between them are not read. */
  #lanes(): string[] {
    const lanes: string[] = [];
    for (let last = ""; ; ) {
      const operator = lanes.length === 0 ? ">=" : ">";
      const next = this.#sql
        .exec<{ lane: string }>(
          `SELECT lane FROM waiting WHERE lane IS NOT NULL AND lane ${operator} ? ORDER BY lane LIMIT 1`,
          last,
        )
        .toArray()[0];
      if (next === undefined) return lanes;
      lanes.push(next.lane);
      last = next.lane;
    }
  }
}
