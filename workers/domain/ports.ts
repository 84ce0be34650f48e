import type { Page, PageRequest } from "./configuration-ports.ts";
import type { AttemptResult } from "./delivery/attempt-result.ts";
import type { DeliveryStatus } from "./delivery/delivery-state.ts";
import type { ErrorCategory } from "./delivery/error-category.ts";
import type {
  IntegrationIdentity,
  Offer,
  OfferedContents,
  Settlement,
  TriedDelivery,
  WaitingState,
} from "./delivery/settlement.ts";
import type { BodyPointer } from "./event.ts";
import type { BlockedLane } from "./flow/blocked-lane.ts";
import type { CircuitChange } from "./flow/circuit-change.ts";
import type { CircuitOrder, CircuitView } from "./flow/circuit-view.ts";
import type {
  AppendOptions,
  AppendReply,
  DayAllowance,
  EventKeys,
  IncomingEvent,
  IntakeIdentity,
} from "./ingress/append.ts";
import type { DueDelivery, JobsMessage } from "./messages.ts";
import type { SignableMessage, SigningConfig, StoredSigningSecret } from "./signing/signing-config.ts";
import type { OrganizationConfig } from "./tenancy/organization-config.ts";
import type { ValidationCount } from "./validation/ports.ts";

/** What the services need of the world. Adapters make these real; composition.ts joins the two. */

/** The organization's IntakeObjects. */
export interface Intake {
  append(
    identity: IntakeIdentity,
    options: AppendOptions,
    events: readonly IncomingEvent[],
  ): Promise<AppendReply>;
  /** Keeps room for them for some seconds; null when the day's quota has none. */
  reserve(
    identity: IntakeIdentity,
    allowance: DayAllowance,
    events: readonly EventKeys[],
  ): Promise<string | null>;
  release(identity: IntakeIdentity, reservation: string): Promise<void>;
  eventsToday(identity: IntakeIdentity): Promise<number>;
  confirm(identity: IntakeIdentity, seqs: readonly number[]): Promise<void>;
  configChanged(identity: IntakeIdentity, version: number): Promise<void>;
  wake(identity: IntakeIdentity): Promise<void>;
}

/** The IntegrationObjects. */
export interface IntegrationQueue {
  offer(
    identity: IntegrationIdentity,
    configVersion: number,
    ids: readonly string[],
    /** `FlowRules` as JSON text: what holds deliveries back. Null: none of these is to be sent now, they only find an owner. */
    rules: string | null,
    /** Null: the integration does not deduplicate. */
    contents: OfferedContents | null,
  ): Promise<readonly Offer[]>;
  /** Answers what changed at the integration's circuit since somebody was told last. */
  settle(
    identity: IntegrationIdentity,
    settlements: readonly Settlement[],
    rules: string | null,
  ): Promise<readonly CircuitChange[]>;
  claim(
    identity: IntegrationIdentity,
    ids: readonly string[],
    configVersion: number,
    rules: string | null,
  ): Promise<readonly DueDelivery[]>;
  /** How deliveries flow at this moment. */
  circuit(identity: IntegrationIdentity): Promise<CircuitView>;
  orderCircuit(identity: IntegrationIdentity, order: CircuitOrder): Promise<CircuitView>;
  enqueue(
    identity: IntegrationIdentity,
    deliveries: readonly { readonly delivery: DueDelivery; readonly dueAt: number }[],
  ): Promise<void>;
  /** Take over deliveries that nobody has made yet; answers those that wait there now. */
  adopt(
    identity: IntegrationIdentity,
    deliveries: readonly { readonly delivery: DueDelivery; readonly dueAt: number }[],
  ): Promise<readonly string[]>;
  /**
   * Send now what waits for this credential. `changes` is the number of the change that mended it: what was refused
   * before and comes to wait only now is sent at once too. Null: it waits for another credential from now on.
   */
  resume(
    identity: IntegrationIdentity,
    credentialId: string,
    changes: number | null,
    configVersion: number,
  ): Promise<void>;
  /** Answers those that were let go; one that is being sent right now is not. */
  cancel(identity: IntegrationIdentity, seen: readonly TriedDelivery[]): Promise<readonly string[]>;
  /** Of these dead letters nothing is kept any more: they stop no lane. */
  unblock(identity: IntegrationIdentity, ids: readonly string[]): Promise<void>;
  /** Lanes that dead letters stop; `after` is the last one's name. */
  blockedLanes(identity: IntegrationIdentity, page: PageRequest): Promise<Page<BlockedLane>>;
  /** Null when it does not wait there. */
  look(identity: IntegrationIdentity, id: string): Promise<WaitingState | null>;
  /** The integration is being deleted: the object removes itself when nothing waits in it any more. */
  retire(identity: IntegrationIdentity): Promise<void>;
  wake(identity: IntegrationIdentity): Promise<void>;
}

/** Bodies in R2. */
export interface BodyStore {
  /** A new object that gathers the bodies of one run; pointers into it are valid once `write` has resolved. */
  openSegment(orgId: string, now: number): Segment;
  putPayload(orgId: string, json: string, now: number): Promise<BodyPointer>;
  /** Null when nothing is there. */
  read(at: BodyPointer): Promise<string | null>;
  remove(at: BodyPointer): Promise<void>;
  /** Removes up to `limit` objects of the organization written on days before `day` (`YYYY-MM-DD`); true when none is left. */
  removeBefore(orgId: string, day: string, limit: number): Promise<boolean>;
  /** Removes up to `limit` objects of the organization, whatever they are; true when none is left. */
  removeAll(orgId: string, limit: number): Promise<boolean>;
  /** How many objects the organization has, counted up to `most`. */
  count(orgId: string, most: number): Promise<number>;
}

/** Bytes written to R2, under the day that their key names: `YYYY-MM-DD`. */
export interface StoredBytes {
  readonly day: string;
  readonly bytes: number;
}

export interface Segment {
  add(text: string): BodyPointer;
  /** One R2 object; nothing when nothing was added. Answers what was stored. */
  write(): Promise<StoredBytes>;
}

/** One delivery as the log shows it. */
export interface DeliveryRecord {
  readonly id: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly integrationId: string;
  readonly status: DeliveryStatus;
  readonly category: ErrorCategory | null;
  readonly httpStatus: number | null;
  readonly attempts: number;
  readonly acceptedAt: number;
  readonly attemptedAt: number | null;
  readonly firstAttemptAt: number | null;
  readonly nextRetryAt: number | null;
  readonly durationMs: number | null;
  readonly correlationId: string;
  readonly detail: string | null;
  /** GatewayEvent without its payload, as JSON text. */
  readonly event: string;
  readonly payloadAt: BodyPointer;
  readonly attemptAt: BodyPointer | null;
  /** Of several messages, so many arrived; a retry sends the others. Left out: none. */
  readonly partsDone?: number;
}

/** One attempt of a delivery that did not succeed at once. */
export interface AttemptRecord {
  readonly deliveryId: string;
  readonly attempt: number;
  readonly at: number;
  readonly category: ErrorCategory | null;
  readonly httpStatus: number | null;
  readonly durationMs: number;
  readonly detail: string | null;
  readonly nextRetryAt: number | null;
  readonly retryReason: string | null;
  readonly recordAt: BodyPointer;
}

/** The part of the log that deliveries write; searching it is another port. */
export interface DeliveryLog {
  record(
    orgId: string,
    deliveries: readonly DeliveryRecord[],
    attempts: readonly AttemptRecord[],
    /** What the run wrote to R2 for them: counted in the same transaction. */
    stored?: readonly StoredBytes[],
    /** Payloads that were held against a schema: also counted in it. */
    checked?: readonly ValidationCount[],
  ): Promise<void>;
  /** Those that have a record and of which nothing more is to come: no retry, no turn, no automatic round. */
  finished(orgId: string, ids: readonly string[]): Promise<ReadonlySet<string>>;
}

/** The organization's configuration, from the isolate's cache when that is at least as new as `minVersion`. */
export interface Configurations {
  load(orgId: string, minVersion: number): Promise<OrganizationConfig | null>;
  forget(orgId: string): void;
}

export interface IntegrationSwitch {
  /** The gateway itself turns an integration off; answers the new configuration version. */
  disable(orgId: string, integrationId: string, reason: string, now: number): Promise<number>;
}

export interface OutgoingRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
  /** How much of the answer's body is read; a few KB when left out. */
  readonly answerBytes?: number;
}

export interface Exchange {
  readonly result: AttemptResult;
  readonly durationMs: number;
  /** The answer's body, as much of it as the request wanted. */
  readonly body: string;
  readonly bodyTruncated: boolean;
}

/** Proves to the receiver where a request comes from. Rejects when it would go out unsigned. */
export interface MessageSigner {
  sign(
    config: SigningConfig,
    secrets: readonly StoredSigningSecret[],
    message: SignableMessage,
  ): Promise<Readonly<Record<string, string>>>;
}

export type SendRequest = (request: OutgoingRequest) => Promise<Exchange>;

export interface JobQueue {
  /** `delayMs` 0 or left out: now. */
  wake(message: JobsMessage, delayMs?: number): Promise<void>;
  /** A deleted organization's purge has a step to do. */
  purge(orgId: string): Promise<void>;
}
