import { DurableObject } from "cloudflare:workers";
import type { IntegrationIdentity, Offer, SettledOutcome, Settlement } from "#domain/delivery/settlement";
import type { BodyPointer, GatewayEvent } from "#domain/event";
import type { DeliveriesMessage, DueDelivery } from "#domain/messages";

/** Longer than a delivery run can take, so that a second run never starts while the first may still be sending. */
const LEASE_MS = 180_000;
/** Ids of recent first deliveries that are remembered, so that a replayed message is not sent twice. */
const REMEMBERED = 10_000;
/** One queue message of due deliveries. */
const MESSAGE_BYTES = 60_000;
const MESSAGES_PER_ALARM = 20;
/** Handed out at one time: more would wait in the queue for longer than their lease. */
const MAX_HANDED_OUT = 2_000;
/** When a due row could not be handed out, try again soon. */
const RETRY_ALARM_MS = 2_000;

const IDENTITY = "identity";

/**
 * Owner 2 of the chain of custody: deliveries of one integration that wait for their time. Addressed by
 * `${orgId}:${integrationId}`. A first delivery that succeeds leaves no row here.
 */
export class IntegrationObject extends DurableObject<Env> {
  readonly #sql: SqlStorage;
  #identity: IntegrationIdentity | null;
  #identityStored: boolean;
  #configVersion = 0;
  #alarmAt: number | null = null;
  /** Offered and not yet settled, by delivery id: when the run that took it is given up. */
  readonly #inFlight = new Map<string, number>();
  readonly #settled = new Map<string, SettledOutcome>();

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    this.#sql.exec(`
      CREATE TABLE IF NOT EXISTS waiting (
        id TEXT PRIMARY KEY, due_at INTEGER NOT NULL, attempts INTEGER NOT NULL, cycle_attempts INTEGER NOT NULL,
        cycle_started_at INTEGER, round INTEGER NOT NULL, first_attempt_at INTEGER, event TEXT NOT NULL, payload_at TEXT NOT NULL
      ) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS waiting_due ON waiting (due_at);
    `);
    this.#identity = ctx.storage.kv.get<IntegrationIdentity>(IDENTITY) ?? null;
    this.#identityStored = this.#identity !== null;
  }

  /** May these deliveries be sent now? Each one that is told `send` must be settled, or is offered again later. */
  offer(identity: IntegrationIdentity, configVersion: number, ids: readonly string[]): Offer[] {
    this.#remember(identity);
    this.#configVersion = Math.max(this.#configVersion, configVersion);
    const now = Date.now();
    return ids.map((id) => this.#offerOne(id, now));
  }

  /** The results of a run. Rows for later attempts are on disk when this returns. */
  settle(identity: IntegrationIdentity, settlements: readonly Settlement[]): void {
    this.#remember(identity);
    for (const settlement of settlements) {
      switch (settlement.kind) {
        case "done":
          this.#inFlight.delete(settlement.id);
          this.#sql.exec("DELETE FROM waiting WHERE id = ?", settlement.id);
          this.#rememberSettled(settlement.id, settlement.outcome);
          break;
        case "later":
          this.#inFlight.delete(settlement.delivery.id);
          this.#settled.delete(settlement.delivery.id);
          this.#keep(settlement.delivery, settlement.dueAt);
          break;
        case "released":
          this.#inFlight.delete(settlement.id);
          break;
      }
    }
    this.#arm();
  }

  /** Take deliveries over from the dead letters or the log (retry, replay). Already waiting ones move to the new time. */
  enqueue(
    identity: IntegrationIdentity,
    deliveries: readonly { delivery: DueDelivery; dueAt: number }[],
  ): void {
    this.#remember(identity);
    for (const { delivery, dueAt } of deliveries) {
      this.#settled.delete(delivery.id);
      this.#keep(delivery, dueAt);
    }
    this.#arm();
  }

  /** Let go of waiting deliveries; answers the ids that were here. */
  cancel(ids: readonly string[]): string[] {
    return ids.filter(
      (id) => this.#sql.exec("DELETE FROM waiting WHERE id = ? RETURNING id", id).toArray().length > 0,
    );
  }

  /** What waits here, for the integration's page and the benchmark. */
  backlog(): { readonly waiting: number; readonly nextDueAt: number | null } {
    const row = this.#sql
      .exec<{ waiting: number; due: number | null }>(
        "SELECT count(*) AS waiting, min(due_at) AS due FROM waiting",
      )
      .one();
    return { waiting: row.waiting, nextDueAt: row.due };
  }

  /** The cron's watchdog: an alarm the platform dropped costs a minute, not a delivery. */
  async wake(): Promise<void> {
    await this.alarm();
  }

  override async alarm(): Promise<void> {
    this.#alarmAt = null;
    try {
      await this.#handOutDue(Date.now());
    } catch (error) {
      console.error(
        JSON.stringify({ event: "integration.hand_out_failed", ...this.#identity, error: String(error) }),
      );
      this.#armAt(Date.now() + RETRY_ALARM_MS);
    } finally {
      this.#arm();
    }
  }

  #offerOne(id: string, now: number): Offer {
    const outcome = this.#settled.get(id);
    if (outcome !== undefined) return { kind: "settled", outcome };
    const busyUntil = this.#inFlight.get(id);
    if (busyUntil !== undefined && busyUntil > now) return { kind: "in_flight" };
    if (this.#sql.exec("SELECT 1 FROM waiting WHERE id = ?", id).next().done !== true)
      return { kind: "queued" };
    this.#inFlight.set(id, now + LEASE_MS);
    return { kind: "send" };
  }

  #keep(delivery: DueDelivery, dueAt: number): void {
    if (!this.#identityStored) {
      // An alarm does not know the object's name, and only rows need alarms.
      this.ctx.storage.kv.put(IDENTITY, this.#identity);
      this.#identityStored = true;
    }
    this.#sql.exec(
      "INSERT OR REPLACE INTO waiting VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      delivery.id,
      dueAt,
      delivery.attempts,
      delivery.cycleAttempts,
      delivery.cycleStartedAt,
      delivery.round,
      delivery.firstAttemptAt,
      JSON.stringify(delivery.event),
      JSON.stringify(delivery.payloadAt),
    );
  }

  /** The lease is the due time itself: if the run dies, the row simply comes due again. */
  async #handOutDue(now: number): Promise<void> {
    if (this.#identity === null) return;
    for (const [id, until] of this.#inFlight) if (until <= now) this.#inFlight.delete(id);
    for (let sent = 0; sent < MESSAGES_PER_ALARM && this.#inFlight.size < MAX_HANDED_OUT; sent++) {
      const rows = this.#dueRows(now);
      if (rows.length === 0) return;
      for (const { id } of rows) {
        this.#sql.exec("UPDATE waiting SET due_at = ? WHERE id = ?", now + LEASE_MS, id);
        this.#inFlight.set(id, now + LEASE_MS);
      }
      const message: DeliveriesMessage = {
        ...this.#identity,
        configVersion: this.#configVersion,
        deliveries: rows.map(readDelivery),
      };
      try {
        await this.env.DELIVERIES.send(JSON.stringify(message), { contentType: "text" });
      } catch (error) {
        for (const { id, due_at } of rows) {
          this.#sql.exec("UPDATE waiting SET due_at = ? WHERE id = ?", due_at, id);
          this.#inFlight.delete(id);
        }
        throw error;
      }
    }
  }

  #dueRows(now: number): WaitingRow[] {
    const rows: WaitingRow[] = [];
    let bytes = 0;
    const due = this.#sql
      .exec<WaitingRow>("SELECT * FROM waiting WHERE due_at <= ? ORDER BY due_at, id LIMIT 50", now)
      .toArray();
    for (const row of due) {
      bytes += row.event.length * 2 + 400;
      if (rows.length > 0 && bytes > MESSAGE_BYTES) break;
      rows.push(row);
    }
    return rows;
  }

  #arm(): void {
    const next = this.#sql.exec<{ due: number | null }>("SELECT min(due_at) AS due FROM waiting").one().due;
    if (next === null) return;
    // While too many are out, coming back at once would only spin.
    const full = this.#inFlight.size >= MAX_HANDED_OUT;
    this.#armAt(full ? Math.max(next, Date.now() + RETRY_ALARM_MS) : next);
  }

  /** Moved only when it must come earlier: an alarm is billed as a row written. */
  #armAt(time: number): void {
    if (this.#alarmAt !== null && this.#alarmAt <= time) return;
    this.#alarmAt = time;
    void this.ctx.storage.setAlarm(time);
  }

  #remember(identity: IntegrationIdentity): void {
    if (this.#identity !== null) return;
    this.#identity = { orgId: identity.orgId, integrationId: identity.integrationId };
  }

  #rememberSettled(id: string, outcome: SettledOutcome): void {
    this.#settled.set(id, outcome);
    if (this.#settled.size <= REMEMBERED) return;
    for (const oldest of this.#settled.keys()) {
      this.#settled.delete(oldest);
      break;
    }
  }
}

interface WaitingRow extends Record<string, SqlStorageValue> {
  readonly id: string;
  readonly due_at: number;
  readonly attempts: number;
  readonly cycle_attempts: number;
  readonly cycle_started_at: number | null;
  readonly round: number;
  readonly first_attempt_at: number | null;
  readonly event: string;
  readonly payload_at: string;
}

function readDelivery(row: WaitingRow): DueDelivery {
  return {
    id: row.id,
    event: JSON.parse(row.event) as GatewayEvent,
    payloadAt: JSON.parse(row.payload_at) as BodyPointer,
    attempts: row.attempts,
    cycleAttempts: row.cycle_attempts,
    cycleStartedAt: row.cycle_started_at,
    round: row.round,
    firstAttemptAt: row.first_attempt_at,
  };
}
