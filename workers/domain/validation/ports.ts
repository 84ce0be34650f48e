import type { Page, PageRequest } from "../configuration-ports.ts";
import type { ProblemDetail } from "../problem.ts";
import type { Asker } from "../sandbox/fuel-account.ts";
import type { Draft } from "./schema-problems.ts";
import type { FieldError } from "./validation-settings.ts";

/** What validating needs of the world. */

/** Where schemas are compiled and payloads checked; nothing of either runs in the gateway's own isolate. */
export interface SchemaCage {
  /** Pointers of problems lead into the schema. The organization pays for it; null is the operator. */
  compile(orgId: string | null, schemaJson: string, draft: Draft, coerce: boolean): Promise<Compilation>;
  /**
   * Never throws for what the code or the payload did. `load` is asked for the code when it is not at hand, and its rejection
   * is passed on.
   */
  check(check: SchemaCheck, load: () => Promise<string>): Promise<Verdict>;
}

export type Compilation =
  | { readonly kind: "compiled"; readonly code: string; readonly warnings: readonly string[] }
  | { readonly kind: "refused"; readonly problems: readonly ProblemDetail[] }
  | Rest;

/**
 * It was not looked at, because the organization has used up what its schemas may take of this isolate. It says nothing of the
 * schema or the payload: a request is answered 429, a delivery is held without counting an attempt.
 */
export interface Rest {
  readonly kind: "resting";
  readonly message: string;
  readonly retryAfterMs: number;
}

export interface SchemaCheck {
  readonly orgId: string;
  /** Of the code: see `codeKey`. */
  readonly key: string;
  /** Types are coerced and defaults filled in. */
  readonly coerce: boolean;
  readonly payloadJson: string;
  /** Left out: a delivery. */
  readonly asker?: Asker;
}

export type Verdict = { readonly fuelUsed: number } & (
  | {
      readonly kind: "fits";
      /** The payload as it was coerced; null when nothing was changed. */
      readonly changedJson: string | null;
    }
  | { readonly kind: "unfit"; readonly errors: readonly FieldError[] }
  /** Its allowance was used up before there was a verdict: a pattern that backtracks for ever, a payload too large for it. */
  | { readonly kind: "stopped"; readonly message: string }
  | Rest
);

/** Compiled code, kept where every isolate finds it. It may be lost: it is made again from the schema. */
export interface CompiledSchemas {
  find(orgId: string, key: string): Promise<string | null>;
  put(orgId: string, key: string, code: string, now: number): Promise<void>;
}

/** Where the schema of something that is enforced is kept; null when it is there no more, or has none now. */
export interface SchemaSources {
  ofIntegration(orgId: string, id: string): Promise<string | null>;
  ofEventType(orgId: string, name: string): Promise<string | null>;
}

/** An event that was not accepted because its payload does not fit its type's schema. */
export interface RejectedEvent {
  readonly id: string;
  readonly at: number;
  readonly eventType: string;
  /** The caller's own id of it, if it had one. */
  readonly eventId: string | null;
  readonly errors: readonly FieldError[];
  /** The beginning of its payload's text. */
  readonly excerpt: string;
  readonly correlationId: string;
}

/** How many payloads were checked in an hour, and how many did not fit. */
export interface ValidationCount {
  readonly subject: string;
  /** Begin of the hour, epoch milliseconds. */
  readonly hour: number;
  readonly checked: number;
  readonly failed: number;
}

export interface RejectedEventFilter {
  readonly eventType: string | null;
  readonly from: number | null;
  readonly to: number | null;
}

export interface ValidationRecords {
  /** Counts are added to what is there. */
  add(orgId: string, counts: readonly ValidationCount[], rejected: readonly RejectedEvent[]): Promise<void>;
  /** By hour, oldest first. */
  counts(
    orgId: string,
    subject: string,
    from: number,
    to: number,
  ): Promise<readonly Omit<ValidationCount, "subject">[]>;
  /** Of each subject in a span, added up; those without any are left out. */
  sums(
    orgId: string,
    subjects: readonly string[],
    from: number,
    to: number,
  ): Promise<readonly Omit<ValidationCount, "hour">[]>;
  findRejected(orgId: string, id: string): Promise<RejectedEvent | null>;
  /** Newest first. */
  rejected(orgId: string, filter: RejectedEventFilter, page: PageRequest): Promise<Page<RejectedEvent>>;
}
