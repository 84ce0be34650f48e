/** What the audit log keeps. The words here are stored and exported, so they are never reused for something else. */

export const ACTOR_KINDS = ["user", "api_key", "operator", "anonymous", "system"] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

/**
 * `succeeded`: done. `refused`: somebody lacked the permission. `failed`: the gateway failed on the way, so perhaps part
 * of it was done. `interrupted`: it began, and nobody saw its end.
 */
export const AUDIT_OUTCOMES = ["succeeded", "refused", "failed", "interrupted"] as const;
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];

export interface AuditActor {
  readonly kind: ActorKind;
  readonly id: string;
  /** A person's address, a key's name. */
  readonly name: string;
}

/** The gateway itself, when nobody told it to. */
export const GATEWAY_ACTOR: AuditActor = { kind: "system", id: "gateway", name: "gateway" };
/** Somebody who has not shown who they are. */
export const ANONYMOUS_ACTOR: AuditActor = { kind: "anonymous", id: "anonymous", name: "anonymous" };

export interface AuditTarget {
  readonly kind: string;
  readonly id: string;
}

/** What happened, before it has a number. */
export interface AuditRecord {
  readonly actor: AuditActor;
  /** `integration.updated` */
  readonly action: string;
  readonly target: AuditTarget;
  readonly outcome: AuditOutcome;
  /** Empty when it is not known. */
  readonly ip: string;
  readonly requestId: string;
  /** The resource before and after as canonical JSON text, secrets masked; null where there was none. */
  readonly before: string | null;
  readonly after: string | null;
}

/** A change that is about to be tried. Stored before the handler runs, so that no change can go unrecorded. */
export interface AuditIntent extends Pick<AuditRecord, "actor" | "action" | "target" | "ip" | "requestId"> {
  readonly id: string;
  readonly startedAt: number;
}

/** How an intent ended. */
export interface AuditEnding extends Pick<AuditRecord, "before" | "after"> {
  readonly outcome: Exclude<AuditOutcome, "refused" | "interrupted">;
  /** What it was done to, when the handler said so. */
  readonly target: AuditTarget | null;
}

/** One entry of an organization's log. */
export interface AuditEntry extends AuditRecord {
  readonly orgId: string;
  /** 1, 2, 3 … within the organization, without a gap. */
  readonly seq: number;
  /** When it was written down, epoch milliseconds; never earlier than the entry before. */
  readonly at: number;
}

/** An entry with its place in the hash chain. */
export interface ChainedEntry extends AuditEntry {
  readonly previousHash: string;
  readonly hash: string;
}
