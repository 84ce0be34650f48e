import type { BodyPointer, GatewayEvent } from "./event.ts";

/** What travels in the queues. Messages only carry work: losing every one of them loses nothing. */

/** EVENTS: chunks of one intake shard. */
export interface EventsMessage {
  readonly orgId: string;
  readonly shard: number;
  /** A consumer whose cached configuration is older than this loads it again. */
  readonly configVersion: number;
  readonly chunks: readonly EventChunk[];
}

export interface EventChunk {
  readonly seq: number;
  /** May have been handed out before: look for a record before sending. */
  readonly maybeSeen: boolean;
  readonly events: readonly GatewayEvent[];
}

/** DELIVERIES: these deliveries of one integration are due. What they are, their IntegrationObject tells the run that claims them. */
export interface DeliveriesMessage {
  readonly orgId: string;
  readonly integrationId: string;
  readonly configVersion: number;
  readonly ids: readonly string[];
}

/** A delivery in the care of an IntegrationObject. */
export interface DueDelivery {
  readonly id: string;
  /** The event; its payload always lies in R2 here. */
  readonly event: GatewayEvent;
  readonly payloadAt: BodyPointer;
  /** Attempts made so far, over the delivery's whole life. */
  readonly attempts: number;
  /** Attempts made since the last manual or automatic restart: what the retry policy counts. */
  readonly cycleAttempts: number;
  /** Start of the current cycle, epoch milliseconds; "until" strategies count from here. Null before its first attempt. */
  readonly cycleStartedAt: number | null;
  /** How often the dead-letter policy restarted it by itself. */
  readonly round: number;
  readonly firstAttemptAt: number | null;
  /** It waited for its credential to the end, and nobody mended that. */
  readonly heldToTheEnd?: boolean;
  /** Of several messages, so many arrived already: they are sent in order. Left out: none. */
  readonly partsDone?: number;
  /** Goes out together with those that have the same one here. Left out: with whatever is ready. */
  readonly batch?: string;
  /** Where it stands among what was accepted, as text that sorts. Kept only where the order matters. */
  readonly position?: string;
  /** Nothing that stands behind it in this lane goes out before it. Left out: it has no lane. */
  readonly lane?: string;
  /** Of the run that claimed it: so many places it has at the target. Left out: as many as it likes. */
  readonly parallel?: number;
  /** Of the run that claimed it: when it was given a token of the integration's rate. Left out: it needed none. */
  readonly admittedAt?: number;
}

/** JOBS: a deleted organization's purge has a step to do. */
export interface PurgeMessage {
  readonly orgId: string;
  readonly purge: true;
}

/** JOBS: wake up, this job has a page to do, or this export of the audit log a part. */
export interface JobMessage {
  readonly orgId: string;
  readonly jobId: string;
}

/** JOBS: wake up, this key rotation has a step to do. */
export interface RotationMessage {
  readonly rotationId: string;
}

export type JobsMessage = JobMessage | RotationMessage;
