import { DurableObject } from "cloudflare:workers";
import type {
  IntegrationIdentity,
  Offer,
  OfferedContents,
  Settlement,
  TriedDelivery,
  WaitingState,
} from "#domain/delivery/settlement";
import type { BlockedLane } from "#domain/flow/blocked-lane";
import type { CircuitOrder } from "#domain/flow/circuit-view";
import type { DeliveriesMessage, DueDelivery } from "#domain/messages";
import type { GateAsk } from "#domain/proxy/call-gate";
import { BatchGatherer, cutWholeBatches, type Gathering } from "./batch-gatherer.ts";
import { listBlockedLanes } from "./blocked-lanes.ts";
import { CallGate } from "./call-gate.ts";
import { DuplicateWindow } from "./duplicate-window.ts";
import { FlowControl } from "./flow-control.ts";
import { askGate } from "./intake-gate.ts";
import { createLaneTables, LaneKeeper } from "./lane-keeper.ts";
import { Leases, RUN_LEASE_MS } from "./leases.ts";
import { countStored, hasTable, purgeStorage } from "./purge-storage.ts";
import { RecentOutcomes } from "./recent-outcomes.ts";
import {
  anyWaiting,
  countDue,
  createWaitingTable,
  earliestWaiting,
  isWaiting,
  keepWaiting,
  PARKED,
  readDue,
  readParked,
  readState,
  type Stopped,
  stopHolding,
  stopWaiting,
  stopWaitingAsSeen,
  type WaitingDelivery,
} from "./waiting-deliveries.ts";

/**
 * Recent deliveries that are remembered for certain, so that a replayed message is not sent twice: more than an intake
 * has in flight. Up to twice as many are.
 */
const REMEMBERED = 5_000;
/** What belongs together in a message, beyond that. */
const LARGEST_BATCH = 500;
/** Whatever holds due rows back is not asked more often than this. */
const ASK_AGAIN_MS = 100;
/** More rows than this need not be looked at to know when it is worth to wake up. */
const ENOUGH_TO_COUNT = 64;
/** What a caller of a paused upstream is told to wait. */
const HELD_RETRY_MS = 30_000;
/** When a due row could not be handed out, try again soon. */
const RETRY_ALARM_MS = 2_000;
/** How soon the intake is asked again whether what was accepted earlier has arrived: a run takes about so long. */
const GATE_POLL_MS = 200;

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
  readonly #leases = new Leases();
  readonly #settled = new RecentOutcomes(REMEMBERED);
  /** Restarted by somebody while a run was still sending: that run's result must not take the new row away. */
  readonly #restarted = new Set<string>();
  readonly #gatherer: BatchGatherer;
  readonly #lanes: LaneKeeper;
  /** What stands between these deliveries and their target. */
  readonly #flow: FlowControl;
  /** Made with the first call through the proxy. */
  #gate: CallGate | null = null;
  /** Made with the first event of an integration that deduplicates. */
  #duplicates: DuplicateWindow | null = null;
  /** False only when no row is there: nearly always, and then nobody has to be looked for among the waiting. */
  #mayWait: boolean;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    this.#gatherer = new BatchGatherer(this.#sql);
    this.#lanes = new LaneKeeper(this.#sql, ctx.storage.kv);
    this.#flow = new FlowControl(ctx.storage);
    this.#inUse = hasTable(this.#sql, "waiting");
    this.#mayWait = this.#inUse;
    // One from before there were credentials lacks a column.
    if (this.#inUse) {
      createWaitingTable(this.#sql);
      createLaneTables(this.#sql);
    }
    this.#retiresAt = ctx.storage.kv.get<number>(RETIRES_AT) ?? null;
    this.#identity = ctx.storage.kv.get<IntegrationIdentity>(IDENTITY) ?? null;
    this.#identityStored = this.#identity !== null;
  }

  /**
   * May these first deliveries be sent now? Each one that is told `send` must be settled, or is offered again later.
   * `contents` is `OfferedContents` as JSON text where the integration deduplicates. Answers `Offer[]` as JSON text: a call between Workers asks every object in it whether it is one to be called back,
   * and a run has a thousand of them.
   * @param rules `FlowRules` as JSON text, what holds deliveries back; null: these are not to be sent now, whatever it says
   */
  offer(
    identity: IntegrationIdentity,
    configVersion: number,
    ids: readonly string[],
    rules: string | null = null,
    contents: string | null = null,
  ): string {
    this.#remember(identity);
    this.#configVersion = Math.max(this.#configVersion, configVersion);
    const now = Date.now();
    this.#lookForWaiting();
    const compared = contents === null ? null : (JSON.parse(contents) as OfferedContents);
    const offers = ids.map((id, index) => this.#offerOne(id, now, compared, index));
    this.#flow.learn(rules, configVersion);
    const sendable = ids.filter((_, index) => offers[index]?.kind === "send");
    if (rules !== null && this.#flow.isOrdered && this.#flow.rejectsNow(now, RUN_LEASE_MS)) {
      return JSON.stringify(offers.map((one) => (one.kind === "send" ? { kind: "reject" } : one)));
    }
    if (rules === null || this.#flow.isOrdered || this.#isUnlimited()) {
      this.#flow.noteSent(sendable.length, now);
      return JSON.stringify(offers);
    }
    const admitted = this.#flow.offerAll(sendable, this.#idle(1, now).length > 0, now, RUN_LEASE_MS);
    return JSON.stringify(ids.map((id, index) => admitted.get(id) ?? offers[index]));
  }

  /**
   * Which of these the asking run may send: those that are due and that nobody else is sending. A queue may deliver a
   * message twice, and late: a delivery that meanwhile waits for its next attempt must not go out early, and its
   * attempts are counted by its row, never by the message.
   */
  claim(ids: readonly string[], configVersion = 0, rules: string | null = null): DueDelivery[] {
    const now = Date.now();
    this.#flow.learn(rules, configVersion);
    const handedOut = this.#leases.takeHandedOut(ids);
    const found = new Map<string, DueDelivery>();
    // A message of the usual lane, from before its target was slow: what was in it is handed out again by the other.
    const isRecalled = (id: string) => this.#flow.slowShare !== null && !handedOut.has(id);
    for (const id of ids) {
      const isHere = this.#inUse && !this.#leases.isRunning(id, now) && !isRecalled(id);
      const due = isHere ? readDue(this.#sql, id, now) : null;
      if (due !== null) found.set(id, due);
      else if (!this.#leases.isRunning(id, now)) this.#flow.giveBack(id);
    }
    const isPromised = (id: string) => handedOut.has(id);
    const heads = [...found.keys()];
    const isUnlimited = this.#isUnlimited();
    const { ids: admitted, parallel } = isUnlimited
      ? { ids: heads, parallel: null }
      : this.#flow.claim(heads, isPromised, now, RUN_LEASE_MS);
    const going = [...admitted, ...this.#takeFollowers(found, admitted, isUnlimited, now)];
    for (const id of going) this.#leases.claim(id, now);
    // What was refused waits on, and nothing else would wake the object for it.
    if (admitted.length < heads.length || ids.some(isRecalled)) this.#arm();
    return going.flatMap((id) => {
      const due = found.get(id);
      if (due === undefined) return [];
      const admittedAt = this.#flow.admittedAt(id);
      return {
        ...due,
        ...(parallel === null ? {} : { parallel }),
        ...(admittedAt === null ? {} : { admittedAt }),
      };
    });
  }

  /**
   * One after the other in one run is also one at a time, and far quicker than a message for each. While requests are
   * counted each of them asks, and takes no more than go with it in its batch. Answers those it has added to `found`.
   */
  #takeFollowers(
    found: Map<string, DueDelivery>,
    admitted: readonly string[],
    isUnlimited: boolean,
    now: number,
  ): string[] {
    const { laneBatch } = this.#flow;
    if (!isUnlimited && laneBatch === 1) return [];
    const heads = admitted.flatMap((id) => found.get(id) ?? []);
    const each = isUnlimited ? null : laneBatch - 1;
    return this.#lanes.followers(heads, each).filter((id) => {
      const parked = this.#leases.isRunning(id, now) ? null : readParked(this.#sql, id);
      if (parked !== null) found.set(id, parked);
      return parked !== null;
    });
  }

  /**
   * The results of a run, `Settlement[]` as JSON text. Rows for later attempts are on disk when this returns. Answers the
   * changes of the circuit that somebody must be told of, `CircuitChange[]` as JSON text; "" for none.
   */
  settle(identity: IntegrationIdentity, settlements: string, rules: string | null = null): string {
    this.#remember(identity);
    this.#lookForWaiting();
    // Only what nobody told before: the run may have begun before a change.
    this.#flow.learn(rules, 0);
    const gathering: Gathering[] = [];
    const settled = JSON.parse(settlements) as Settlement[];
    const { slowShare: shareBefore } = this.#flow;
    this.#flow.settle(settled, Date.now());
    if (shareBefore === null && this.#flow.slowShare !== null) this.#recall();
    for (const settlement of settled) {
      if (settlement.kind === "later" && settlement.gather !== undefined) {
        const { delivery, gather } = settlement;
        if (!this.#restarted.delete(delivery.id)) gathering.push({ delivery, gather });
      } else this.#settleOne(settlement);
    }
    for (const waiting of this.#gatherer.join(gathering)) this.#keep(waiting);
    this.#endDrain();
    const changes = this.#flow.takeChanges();
    // It is set for the leases of what was out, and would only find the circuit open.
    if (changes.some(({ to }) => to === "open")) this.#alarmAt = null;
    this.#arm();
    return changes.length === 0 ? "" : JSON.stringify(changes);
  }

  /** How deliveries flow now, and what a person orders: `CircuitView` and `CircuitOrder` as JSON text. */
  circuit(): string {
    return JSON.stringify(this.#showFlow(Date.now()));
  }

  /** Paused, everything waits until it is resumed, over restarts and deployments; calls through the proxy are refused. */
  orderCircuit(identity: IntegrationIdentity, order: string): string {
    this.#remember(identity);
    const now = Date.now();
    const given = JSON.parse(order) as CircuitOrder;
    this.#flow.order(given, now);
    this.#flow.takeChanges();
    if (given.kind === "resume") {
      this.#gate ??= new CallGate(this.ctx.storage.kv);
      this.#gate.close();
    }
    this.#endDrain();
    this.#arm();
    return JSON.stringify(this.#showFlow(now));
  }

  /** Take deliveries over from the dead letters or the log (retry, replay). Already waiting ones move to the new time. */
  enqueue(identity: IntegrationIdentity, deliveries: readonly WaitingDelivery[]): void {
    this.#remember(identity);
    const now = Date.now();
    for (const waiting of deliveries) {
      const { id } = waiting.delivery;
      if (this.#leases.isRunning(id, now)) this.#restarted.add(id);
      const placed = this.#inUse ? this.#lanes.inItsPlace(waiting) : waiting;
      this.#keep(placed);
      // Not before those that stand before it, which may be restarted with it, or be dead letters still.
      if (placed.delivery.lane !== undefined) this.#lanes.promote(placed.delivery.lane, waiting.dueAt);
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
      if (this.#leases.isRunning(id, now) || this.#settled.get(id) !== undefined) return [];
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
    const stopped = seen
      .filter(({ id }) => !this.#leases.isRunning(id, now))
      .flatMap((delivery) => stopWaitingAsSeen(this.#sql, delivery) ?? []);
    for (const { lane } of stopped) if (lane !== null) this.#lanes.promote(lane, now);
    this.#lanes.unblock(
      seen.map(({ id }) => id),
      now,
    );
    this.#arm();
    return stopped.map(({ id }) => id);
  }

  /** These dead letters are gone: nobody can retry or discard them any more, so those behind them go on. */
  unblock(ids: readonly string[]): void {
    if (!this.#inUse) return;
    this.#lanes.unblock(ids, Date.now());
    this.#arm();
  }

  /** Lanes that dead letters stop, by name from `after` on. */
  blockedLanes(after: string | null, limit: number): BlockedLane[] {
    return this.#inUse ? listBlockedLanes(this.#sql, after, limit) : [];
  }

  /** Where a waiting delivery stands, for its schedule. */
  look(id: string): WaitingState | null {
    return this.#inUse ? readState(this.#sql, id, Date.now()) : null;
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
    const given = JSON.parse(ask) as GateAsk;
    if (!this.#flow.isPaused) return JSON.stringify(this.#gate.ask(given, Date.now()));
    // What ended is counted; nobody enters. No end of it is told, because only a person knows.
    const answer = this.#gate.ask({ ...given, enter: null }, Date.now());
    const refused = { kind: "refused", because: "circuit", retryAfterMs: HELD_RETRY_MS, restsUntil: null };
    return JSON.stringify(given.enter === null ? answer : refused);
  }

  /** What waits here, for the integration's page and the benchmark. */
  backlog(): { readonly waiting: number; readonly nextDueAt: number | null } {
    if (!this.#inUse) return { waiting: 0, nextDueAt: null };
    const row = this.#sql
      .exec<{ waiting: number; due: number | null }>(
        "SELECT count(*) AS waiting, min(due_at) AS due FROM waiting",
      )
      .one();
    return { waiting: row.waiting, nextDueAt: row.due === PARKED ? null : row.due };
  }

  /**
   * The integration was deleted. What waits here becomes a dead letter when its turn comes; when nothing waits and nobody
   * can know the integration any more, the object removes itself: later nobody would know its name.
   */
  retire(): void {
    this.#retiresAt = Date.now() + RETIRE_MS;
    this.ctx.storage.kv.put(RETIRES_AT, this.#retiresAt);
    // Nobody will deal with what stops a lane.
    if (this.#inUse) this.#lanes.unblockAll(Date.now());
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
    this.#gatherer.forget();
    this.#lanes.forget();
    this.#flow.forget();
    for (const memory of [this.#leases, this.#settled, this.#restarted]) memory.clear();
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
      this.#leases.forgetExpired(now);
      await this.#openGate(now);
      while (this.#messageSize() > 0 && (await this.#handOutDue(now)));
      if (!this.#isUnlimited()) notBefore = now + ASK_AGAIN_MS;
      this.#endDrain();
    } catch (error) {
      console.error(
        JSON.stringify({ event: "integration.hand_out_failed", ...this.#identity, error: String(error) }),
      );
      notBefore = now + RETRY_ALARM_MS;
    } finally {
      this.#arm(notBefore);
    }
  }

  /** Which of what waits in lanes may go, the intake knows: it keeps what was accepted before and is still on its way. */
  async #openGate(now: number): Promise<void> {
    if (!this.#inUse || this.#identity === null) return;
    this.#lanes.lookAround(now);
    if (!this.#lanes.shouldAsk) return;
    const { orgId } = this.#identity;
    // Due at the alarm's own moment: what is let out now is also handed out now.
    this.#lanes.openGate(await askGate(this.env, orgId, this.#lanes.shards), now);
  }

  #settleOne(settlement: Settlement): void {
    const id = settlement.kind === "later" ? settlement.delivery.id : settlement.id;
    if (this.#restarted.delete(id)) return;
    switch (settlement.kind) {
      case "done":
        this.#letGo(id);
        this.#leaveLane(this.#whereItStood(settlement), settlement.blocksLane === true);
        this.#settled.remember(id, settlement.outcome);
        break;
      case "later":
        this.#keepLater(settlement);
        break;
      case "released":
        this.#letGo(id);
        break;
    }
  }

  #keepLater(settlement: Extract<Settlement, { kind: "later" }>): void {
    const { delivery, enters } = settlement;
    const { lane, position } = delivery;
    const now = Date.now();
    if (enters !== undefined && lane !== undefined && position !== undefined) {
      this.#keep({ delivery, dueAt: PARKED });
      this.#lanes.arrived({ lane, position }, enters.shards, enters.onDeadLetter, now);
      return;
    }
    const before = this.#inUse ? this.#lanes.placeOf(delivery.id) : null;
    this.#keep(this.#unlessMended(settlement));
    if (before !== null && lane === undefined) this.#lanes.promote(before.lane, now);
  }

  #whereItStood({ id, place }: Extract<Settlement, { kind: "done" }>): Stopped | null {
    const stopped = this.#mayWait ? stopWaiting(this.#sql, id) : null;
    if (stopped !== null || place === undefined) return stopped;
    this.#beginUse();
    return { id, ...place };
  }

  /** Whoever stands behind it goes on, or waits until somebody has dealt with it. */
  #leaveLane(stopped: Stopped | null, blocks: boolean): void {
    if (stopped === null || stopped.lane === null) return;
    const { lane, id, position } = stopped;
    if (blocks) this.#lanes.block({ lane, position: position ?? "" }, id, Date.now());
    else this.#lanes.promote(stopped.lane, Date.now());
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
    if (this.#leases.isRunning(id, now)) return { kind: "in_flight" };
    const of = this.#findEarlier(id, now, compared?.windowMs ?? 0, compared?.keys[index] ?? null);
    if (of !== null) return { kind: "duplicate", of };
    this.#leases.run(id, now);
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
    this.#leases.release(id);
    this.#flow.giveBack(id);
  }

  /** Messages of the usual lane would ask a target that hangs, in runs that have others' deliveries: they are worth nothing now. */
  #recall(): void {
    for (const id of this.#leases.allHandedOut()) this.#letGo(id);
  }

  #beginUse(): void {
    if (!this.#identityStored) {
      // An alarm does not know the object's name, and only rows need alarms.
      this.ctx.storage.kv.put(IDENTITY, this.#identity);
      this.#identityStored = true;
    }
    if (this.#inUse) return;
    createWaitingTable(this.#sql);
    createLaneTables(this.#sql);
    this.#inUse = true;
  }

  #keep(waiting: WaitingDelivery): void {
    this.#beginUse();
    this.#letGo(waiting.delivery.id);
    this.#settled.forget(waiting.delivery.id);
    this.#mayWait = true;
    this.#flow.keepRules();
    keepWaiting(this.#sql, waiting);
  }

  /** One message of due deliveries; true when there may be more. */
  async #handOutDue(now: number): Promise<boolean> {
    if (this.#identity === null) return false;
    const ids = this.#dueIds(now);
    if (ids.length === 0) return false;
    const message: DeliveriesMessage = { ...this.#identity, configVersion: this.#configVersion, ids };
    this.#leases.handOut(ids, now);
    const queue = this.#flow.slowShare === null ? this.env.DELIVERIES : this.env.SLOW;
    try {
      await queue.send(JSON.stringify(message), { contentType: "text" });
    } catch (error) {
      for (const id of ids) this.#letGo(id);
      throw error;
    }
    return true;
  }

  /** Of the next message, in deliveries; 0 while as much is out as may be. */
  #messageSize(): number {
    return this.#leases.messageSize(this.#flow.slowShare);
  }

  /** The earliest due deliveries that are neither in a message nor with a run. */
  #dueIds(now: number): string[] {
    // Each of them brings a batch of its lane with it.
    const most = Math.max(1, Math.floor(LARGEST_BATCH / this.#flow.laneBatch));
    const size = Math.min(this.#messageSize(), most);
    let rows = this.#idle(size, now);
    // The last one may be in the middle of its batch.
    if ((rows[size - 1]?.batch ?? null) !== null) rows = this.#idle(size + LARGEST_BATCH, now);
    const ready = cutWholeBatches(rows, size);
    const admitted = this.#isUnlimited() ? ready : this.#flow.handOut(ready, now, RUN_LEASE_MS);
    return admitted.map(({ id }) => id);
  }

  /** That many of the earliest due ones that are idle, if there are so many; there may be more. */
  #idle(limit: number, now: number): ReturnType<typeof earliestWaiting> {
    const rows = this.#earliest(limit + this.#leases.size);
    return rows.filter(({ id, due_at }) => due_at <= now && this.#leases.busyUntil(id) <= now);
  }

  /**
   * Wake at the next due time, or when the first lease of something that waits has ended, whichever is earlier: a lost
   * message must not wait for the next delivery that happens to be due.
   * @param notBefore epoch milliseconds; what is due already would otherwise bring the alarm back at once, for ever
   */
  #arm(notBefore = 0): void {
    const now = Date.now();
    // From within an alarm the intake was asked just now.
    if (this.#lanes.waitsForGate) this.#armAt(notBefore === 0 ? now : now + GATE_POLL_MS);
    const wakeAt = this.#nextMoment(now) ?? this.#retiresAt;
    if (wakeAt === null) return;
    // While too many are out, coming back at once would only spin.
    const full = this.#messageSize() === 0;
    // Whoever has it settles it, and then the next is handed out; unless it was lost.
    if (full && this.#flow.slowShare !== null) {
      this.#armAt(Math.max(wakeAt, this.#leases.firstLost()));
      return;
    }
    const opensAt = this.#opensAt(wakeAt, now);
    // Not before somebody acts: then it is armed anew.
    if (opensAt === null) return;
    this.#armAt(Math.max(wakeAt, opensAt, notBefore, full ? now + RETRY_ALARM_MS : 0));
  }

  /** When what is due at `wakeAt` may go out; null: not before a person resumes it. */
  #opensAt(wakeAt: number, now: number): number | null {
    if (this.#isUnlimited() || wakeAt > now) return 0;
    return this.#flow.opening(now, this.#idle(ENOUGH_TO_COUNT, now).length);
  }

  /** Of a deleted integration nothing is sent: what waits becomes a dead letter, however it was held back. */
  #isUnlimited(): boolean {
    return this.#retiresAt !== null || this.#flow.isFree();
  }

  #endDrain(): void {
    if (!this.#flow.isDraining || this.#leases.isAnyHandedOut) return;
    if (this.#idle(1, Date.now()).length === 0) this.#flow.endDrain();
  }

  #showFlow(now: number) {
    return this.#flow.show(this.backlog().waiting, this.#inUse ? countDue(this.#sql, now) : 0);
  }

  /** Null when nothing waits. */
  #nextMoment(now: number): number | null {
    let earliest: number | null = null;
    for (const { id, due_at } of this.#earliest(1 + this.#leases.size)) {
      const busyUntil = this.#leases.busyUntil(id);
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
      !this.#leases.isAnyRunning &&
      !(this.#inUse && anyWaiting(this.#sql))
    );
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
