import { DurableObject } from "cloudflare:workers";
import type {
  IntegrationIdentity,
  Offer,
  OfferedContents,
  Settlement,
  TriedDelivery,
  WaitingState,
} from "#domain/delivery/settlement";
import type { DeliveriesMessage, DueDelivery } from "#domain/messages";
import type { GateAsk } from "#domain/proxy/call-gate";
import { CallGate } from "./call-gate.ts";
import { DuplicateWindow } from "./duplicate-window.ts";
import { countStored, hasTable, purgeStorage } from "./purge-storage.ts";
import { RecentOutcomes } from "./recent-outcomes.ts";
import {
  anyWaiting,
  createWaitingTable,
  earliestWaiting,
  isWaiting,
  keepWaiting,
  readDue,
  readState,
  stopHolding,
  stopWaiting,
  stopWaitingAsSeen,
  type WaitingDelivery,
} from "./waiting-deliveries.ts";

/**
 * Longer than a delivery run can take, so that a second run never starts while the first may still be sending; and
 * shorter than the intake's lease, so that a first delivery whose run died is free when the intake hands it out again.
 */
const RUN_LEASE_MS = 150_000;
/** How long a message of due deliveries may lie in the queue before it counts as lost. */
const MESSAGE_LEASE_MS = 180_000;
/**
 * Recent deliveries that are remembered for certain, so that a replayed message is not sent twice: more than an intake
 * has in flight. Up to twice as many are.
 */
const REMEMBERED = 5_000;
/** One queue message of due deliveries: what a run can send in a few seconds. */
const MESSAGE_DELIVERIES = 50;
/** Handed out at one time: more would wait in the queue for longer than their lease. */
const MAX_HANDED_OUT = 2_000;
/** When a due row could not be handed out, try again soon. */
const RETRY_ALARM_MS = 2_000;

/**
 * How long the object of a deleted integration waits before it removes itself: no cache that still knows the integration
 * is older than half a minute, and no run lasts longer than 15 minutes.
 */
const RETIRE_MS = 16 * 60_000;

const IDENTITY = "identity";
const RETIRES_AT = "retiresAt";
/** Per credential: the number of the last change that mended it. */
const MENDED = "mended:";

/**
 * Owner 2 of the chain of custody: deliveries of one integration that wait for their time. Addressed by
 * `${orgId}:${integrationId}`. A first delivery that succeeds leaves no row here.
 *
 * Who is sending what right now is kept in memory on purpose: when the object restarts, whatever is due is handed out
 * again at once, and `claim` lets only one run have it.
 */
export class IntegrationObject extends DurableObject<Env> {
  readonly #sql: SqlStorage;
  #identity: IntegrationIdentity | null;
  #identityStored: boolean;
  /** Its table is there: made with the first delivery that waits, so that a purged object stays empty. */
  #inUse: boolean;
  /** Its integration was deleted: when it may remove itself, epoch milliseconds. */
  #retiresAt: number | null;
  #configVersion = 0;
  #alarmAt: number | null = null;
  /** Being sent by a run, by delivery id: when that run is given up. */
  readonly #running = new Map<string, number>();
  /** In a queue message that nobody has claimed yet: when the message is given up. */
  readonly #handedOut = new Map<string, number>();
  readonly #settled = new RecentOutcomes(REMEMBERED);
  /** Restarted by somebody while a run was still sending: that run's result must not take the new row away. */
  readonly #restarted = new Set<string>();
  /** Made with the first call through the proxy. */
  #gate: CallGate | null = null;
  /** Made with the first event of an integration that deduplicates. */
  #duplicates: DuplicateWindow | null = null;
  /** False only when no row is there: nearly always, and then nobody has to be looked for among the waiting. */
  #mayWait: boolean;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    this.#inUse = hasTable(this.#sql, "waiting");
    this.#mayWait = this.#inUse;
    // One from before there were credentials lacks a column.
    if (this.#inUse) createWaitingTable(this.#sql);
    this.#retiresAt = ctx.storage.kv.get<number>(RETIRES_AT) ?? null;
    this.#identity = ctx.storage.kv.get<IntegrationIdentity>(IDENTITY) ?? null;
    this.#identityStored = this.#identity !== null;
  }

  /**
   * May these first deliveries be sent now? Each one that is told `send` must be settled, or is offered again later.
   * `contents` is `OfferedContents` as JSON text where the integration deduplicates. Answers `Offer[]` as JSON text: a call between Workers asks every object in it whether it is one to be called back,
   * and a run has a thousand of them.
   */
  offer(
    identity: IntegrationIdentity,
    configVersion: number,
    ids: readonly string[],
    contents: string | null = null,
  ): string {
    this.#remember(identity);
    this.#configVersion = Math.max(this.#configVersion, configVersion);
    const now = Date.now();
    this.#lookForWaiting();
    const compared = contents === null ? null : (JSON.parse(contents) as OfferedContents);
    return JSON.stringify(ids.map((id, index) => this.#offerOne(id, now, compared, index)));
  }

  /**
   * Which of these the asking run may send: those that are due and that nobody else is sending. A queue may deliver a
   * message twice, and late: a delivery that meanwhile waits for its next attempt must not go out early, and its
   * attempts are counted by its row, never by the message.
   */
  claim(ids: readonly string[]): DueDelivery[] {
    const now = Date.now();
    return ids.flatMap((id) => {
      this.#handedOut.delete(id);
      const due = !this.#inUse || this.#isRunning(id, now) ? null : readDue(this.#sql, id, now);
      if (due === null) return [];
      this.#running.set(id, now + RUN_LEASE_MS);
      return [due];
    });
  }

  /** The results of a run, `Settlement[]` as JSON text. Rows for later attempts are on disk when this returns. */
  settle(identity: IntegrationIdentity, settlements: string): void {
    this.#remember(identity);
    this.#lookForWaiting();
    for (const settlement of JSON.parse(settlements) as Settlement[]) this.#settleOne(settlement);
    this.#arm();
  }

  /** Take deliveries over from the dead letters or the log (retry, replay). Already waiting ones move to the new time. */
  enqueue(identity: IntegrationIdentity, deliveries: readonly WaitingDelivery[]): void {
    this.#remember(identity);
    const now = Date.now();
    for (const waiting of deliveries) {
      const { id } = waiting.delivery;
      if (this.#isRunning(id, now)) this.#restarted.add(id);
      this.#keep(waiting);
    }
    this.#arm();
  }

  /**
   * Take over deliveries that nobody has made yet; answers those that wait here now. One that a run is sending, or has sent
   * a moment ago, is left to that run.
   */
  adopt(identity: IntegrationIdentity, deliveries: readonly WaitingDelivery[]): string[] {
    this.#remember(identity);
    const now = Date.now();
    const waiting = deliveries.flatMap((given) => {
      const { id } = given.delivery;
      if (this.#inUse && isWaiting(this.#sql, id)) return [id];
      if (this.#isRunning(id, now) || this.#settled.get(id) !== undefined) return [];
      this.#keep(given);
      return [id];
    });
    this.#arm();
    return waiting;
  }

  /**
   * Let go of waiting deliveries; answers the ids that were here. One that has been tried since the caller looked is kept:
   * its record says that it waits, and nobody else would hold it. So is one that a run is sending right now: that run will
   * settle it, and might keep it here anew.
   */
  cancel(seen: readonly TriedDelivery[]): string[] {
    if (!this.#inUse) return [];
    const now = Date.now();
    return seen
      .filter(({ id }) => !this.#isRunning(id, now))
      .filter((delivery) => stopWaitingAsSeen(this.#sql, delivery))
      .map(({ id }) => id);
  }

  /** Where a waiting delivery stands, for its schedule. */
  look(id: string): WaitingState | null {
    return this.#inUse ? readState(this.#sql, id) : null;
  }

  /**
   * A credential was mended: send now what waits for it. A run that was refused before may say so only after this, so the
   * number of the change is kept; null for an integration that uses another credential from now on.
   */
  resume(
    identity: IntegrationIdentity,
    credentialId: string,
    changes: number | null,
    configVersion: number,
  ): void {
    this.#remember(identity);
    // What is sent now must be sent with what was saved just now.
    this.#configVersion = Math.max(this.#configVersion, configVersion);
    if (changes !== null) this.ctx.storage.kv.put(MENDED + credentialId, changes);
    if (this.#inUse && stopHolding(this.#sql, credentialId, Date.now())) this.#arm();
  }

  /**
   * May a call through the proxy go out now, and what became of those before: `GateAsk` and `GateAnswer` as JSON text.
   */
  gate(ask: string): string {
    this.#gate ??= new CallGate(this.ctx.storage.kv);
    return JSON.stringify(this.#gate.ask(JSON.parse(ask) as GateAsk, Date.now()));
  }

  /** What waits here, for the integration's page and the benchmark. */
  backlog(): { readonly waiting: number; readonly nextDueAt: number | null } {
    if (!this.#inUse) return { waiting: 0, nextDueAt: null };
    const row = this.#sql
      .exec<{ waiting: number; due: number | null }>(
        "SELECT count(*) AS waiting, min(due_at) AS due FROM waiting",
      )
      .one();
    return { waiting: row.waiting, nextDueAt: row.due };
  }

  /**
   * The integration was deleted. What waits here becomes a dead letter when its turn comes; when nothing waits and nobody
   * can know the integration any more, the object removes itself: later nobody would know its name.
   */
  retire(): void {
    this.#retiresAt = Date.now() + RETIRE_MS;
    this.ctx.storage.kv.put(RETIRES_AT, this.#retiresAt);
    this.#arm();
  }

  /** Its organization was deleted: let go of everything. */
  async purge(): Promise<void> {
    this.#inUse = false;
    this.#mayWait = false;
    await purgeStorage(this.ctx);
    this.#identity = null;
    this.#identityStored = false;
    this.#retiresAt = null;
    this.#alarmAt = null;
    this.#gate?.forget();
    this.#duplicates?.forget();
    for (const memory of [this.#running, this.#handedOut, this.#settled, this.#restarted]) memory.clear();
  }

  remains(): Promise<number> {
    return countStored(this.ctx);
  }

  /** The cron's watchdog: an alarm the platform dropped costs a minute, not a delivery. */
  async wake(): Promise<void> {
    await this.alarm();
  }

  override async alarm(): Promise<void> {
    this.#alarmAt = null;
    const now = Date.now();
    if (this.#mayRetire(now)) return this.purge();
    let notBefore = now;
    try {
      forgetExpired(this.#running, now);
      forgetExpired(this.#handedOut, now);
      while (this.#handedOut.size < MAX_HANDED_OUT && (await this.#handOutDue(now)));
    } catch (error) {
      console.error(
        JSON.stringify({ event: "integration.hand_out_failed", ...this.#identity, error: String(error) }),
      );
      notBefore = now + RETRY_ALARM_MS;
    } finally {
      this.#arm(notBefore);
    }
  }

  #settleOne(settlement: Settlement): void {
    const id = settlement.kind === "later" ? settlement.delivery.id : settlement.id;
    if (this.#restarted.delete(id)) return;
    switch (settlement.kind) {
      case "done":
        this.#letGo(id);
        if (this.#mayWait) stopWaiting(this.#sql, id);
        this.#settled.remember(id, settlement.outcome);
        break;
      case "later":
        this.#keep(this.#unlessMended(settlement));
        break;
      case "released":
        this.#letGo(id);
        break;
    }
  }

  #unlessMended(waiting: WaitingDelivery): WaitingDelivery {
    const { heldFor, delivery } = waiting;
    if (heldFor === undefined) return waiting;
    const mended = this.ctx.storage.kv.get<number>(MENDED + heldFor.credentialId) ?? 0;
    return mended > heldFor.changes ? { delivery, dueAt: Date.now() } : waiting;
  }

  #offerOne(id: string, now: number, compared: OfferedContents | null, index: number): Offer {
    const outcome = this.#settled.get(id);
    if (outcome !== undefined) return { kind: "settled", outcome };
    if (this.#mayWait && isWaiting(this.#sql, id)) return { kind: "queued" };
    if (this.#isRunning(id, now)) return { kind: "in_flight" };
    const of = this.#findEarlier(id, now, compared?.windowMs ?? 0, compared?.keys[index] ?? null);
    if (of !== null) return { kind: "duplicate", of };
    this.#running.set(id, now + RUN_LEASE_MS);
    return { kind: "send" };
  }

  #findEarlier(id: string, now: number, windowMs: number, key: string | null): string | null {
    if (key === null) return null;
    this.#duplicates ??= new DuplicateWindow(this.ctx.storage);
    return this.#duplicates.admit(key, id, windowMs, now);
  }

  #lookForWaiting(): void {
    if (this.#mayWait) this.#mayWait = anyWaiting(this.#sql);
  }

  #letGo(id: string): void {
    this.#running.delete(id);
    this.#handedOut.delete(id);
  }

  #isRunning(id: string, now: number): boolean {
    return (this.#running.get(id) ?? 0) > now;
  }

  #keep(waiting: WaitingDelivery): void {
    if (!this.#identityStored) {
      // An alarm does not know the object's name, and only rows need alarms.
      this.ctx.storage.kv.put(IDENTITY, this.#identity);
      this.#identityStored = true;
    }
    if (!this.#inUse) {
      createWaitingTable(this.#sql);
      this.#inUse = true;
    }
    this.#letGo(waiting.delivery.id);
    this.#settled.forget(waiting.delivery.id);
    this.#mayWait = true;
    keepWaiting(this.#sql, waiting);
  }

  /** One message of due deliveries; true when there may be more. */
  async #handOutDue(now: number): Promise<boolean> {
    if (this.#identity === null) return false;
    const ids = this.#dueIds(now);
    if (ids.length === 0) return false;
    const message: DeliveriesMessage = { ...this.#identity, configVersion: this.#configVersion, ids };
    for (const id of ids) this.#handedOut.set(id, now + MESSAGE_LEASE_MS);
    try {
      await this.env.DELIVERIES.send(JSON.stringify(message), { contentType: "text" });
    } catch (error) {
      for (const id of ids) this.#handedOut.delete(id);
      throw error;
    }
    return true;
  }

  /** The earliest due deliveries that are neither in a message nor with a run. */
  #dueIds(now: number): string[] {
    const rows = this.#earliest(MESSAGE_DELIVERIES + this.#handedOut.size + this.#running.size);
    const idle = rows.filter(({ id, due_at }) => due_at <= now && this.#busyUntil(id) <= now);
    return idle.slice(0, MESSAGE_DELIVERIES).map(({ id }) => id);
  }

  /**
   * Wake at the next due time, or when the first lease of something that waits has ended, whichever is earlier: a lost
   * message must not wait for the next delivery that happens to be due.
   * @param notBefore epoch milliseconds; what is due already would otherwise bring the alarm back at once, for ever
   */
  #arm(notBefore = 0): void {
    const now = Date.now();
    const wakeAt = this.#nextMoment(now) ?? this.#retiresAt;
    if (wakeAt === null) return;
    // While too many are out, coming back at once would only spin.
    const full = this.#handedOut.size >= MAX_HANDED_OUT;
    this.#armAt(Math.max(wakeAt, notBefore, full ? now + RETRY_ALARM_MS : 0));
  }

  /** Null when nothing waits. */
  #nextMoment(now: number): number | null {
    let earliest: number | null = null;
    for (const { id, due_at } of this.#earliest(1 + this.#handedOut.size + this.#running.size)) {
      const busyUntil = this.#busyUntil(id);
      if (busyUntil <= now) return Math.min(due_at, earliest ?? due_at);
      earliest = Math.min(busyUntil, earliest ?? busyUntil);
    }
    return earliest;
  }

  #earliest(limit: number): ReturnType<typeof earliestWaiting> {
    return this.#inUse ? earliestWaiting(this.#sql, limit) : [];
  }

  #mayRetire(now: number): boolean {
    return (
      this.#retiresAt !== null &&
      this.#retiresAt <= now &&
      this.#running.size === 0 &&
      this.#earliest(1).length === 0
    );
  }

  /** When the lease of its run or of its message ends; 0 when it has none. */
  #busyUntil(id: string): number {
    return Math.max(this.#running.get(id) ?? 0, this.#handedOut.get(id) ?? 0);
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
}

function forgetExpired(leases: Map<string, number>, now: number): void {
  for (const [id, until] of leases) if (until <= now) leases.delete(id);
}
