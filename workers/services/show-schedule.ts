import type { IntegrationRecord } from "#domain/configuration-ports";
import type { AttemptResult } from "#domain/delivery/attempt-result";
import { failureLike, type SupposedFailure } from "#domain/delivery/failure-like";
import {
  type PlannedAttempt,
  planRetries,
  type RetryPlan,
  type RetrySettings,
  type RetryStanding,
} from "#domain/delivery/plan-retries";
import { DEFAULT_RETRY_POLICY, type RetryPolicy } from "#domain/delivery/retry-policy";
import { findRetryPolicyProblems } from "#domain/delivery/retry-policy-problems";
import {
  type Cause,
  causeOf,
  causeOfNext,
  explainAttempts,
  type PastAttempt,
} from "#domain/operations/retry-timeline";
import type { AttemptRecord, DeliveryRecord } from "#domain/ports";
import { Problem } from "#domain/problem";
import { findDeadLetterProblems } from "#domain/tenancy/check-draft";
import type { ConfigurationServices } from "./configuration-services.ts";
import type { OperationServices } from "./operation-services.ts";
import { findDelivery } from "./restart-delivery.ts";
import { withCleanFirst } from "./show-delivery.ts";

type Services = Pick<OperationServices, "deliverySearch" | "integrations" | "now"> &
  Pick<ConfigurationServices, "repositories">;

/** A policy that is not saved: what it leaves out is the integration's, or the default. */
export interface SupposedSettings {
  readonly retry?: { readonly [Key in keyof RetryPolicy]?: RetryPolicy[Key] | undefined } | undefined;
  readonly deadLetter?: RetrySettings["deadLetter"] | undefined;
}

export interface ScheduleQuestion {
  readonly settings: SupposedSettings;
  /** Null: it goes on failing as it did last. */
  readonly failure: SupposedFailure | null;
  /** Of a delivery that is over: what would follow if it were started again now. */
  readonly restart: boolean;
  /** Planned attempts at most. */
  readonly limit: number;
}

/** A delivery's attempts, those that were made and those that are planned, on one axis. */
export interface Schedule {
  readonly record: DeliveryRecord | null;
  /** Where the axis begins. */
  readonly startsAt: number;
  readonly settings: RetrySettings;
  readonly past: readonly PastAttempt[];
  readonly planned: readonly (PlannedAttempt & { readonly cause: Cause })[];
  readonly supposed: SupposedFailure;
  /** Null when nothing more is to come. */
  readonly plan: RetryPlan | null;
  /** What keeps the plan from coming true as things are now. */
  readonly obstacle: string | null;
}

/** A page has room for so many; replays may come on top of the longest schedules. */
const MAX_PAST = 200;
const DEFAULTS: RetrySettings = { retry: DEFAULT_RETRY_POLICY, deadLetter: { autoRetry: null } };
const UNSEEN: SupposedFailure = { category: "SERVER_ERROR", httpStatus: 503 };

/** @throws Problem 404 without such a delivery, 409 for an event that no integration wanted. */
export async function showSchedule(
  services: Services,
  orgId: string,
  id: string,
  question: ScheduleQuestion,
): Promise<Schedule> {
  const record = await findDelivery(services, orgId, id);
  if (record.integrationId === "") {
    throw new Problem("conflict", "No integration wanted this event, so nothing is ever sent.");
  }
  const { integrationId } = record;
  const [rows, integration, waiting] = await Promise.all([
    services.deliverySearch.attempts(orgId, id, MAX_PAST),
    services.repositories.integrations.find(orgId, integrationId),
    // One that nothing is planned for has no row there: its object need not wake up to say so.
    mayWait(record) ? services.integrations.look({ orgId, integrationId }, id) : null,
  ]);
  const settings = supposeSettings(question.settings, integration?.settings ?? DEFAULTS);
  const attempts = withCleanFirst(record, rows);
  const supposed = question.failure ?? lastFailure(record, attempts);
  const standing = standingOf(record, waiting, question.restart, services.now());
  const first = isOver(record, waiting) ? causeOf("restarted") : causeOfNext(record, rows.at(-1) ?? null);
  return {
    record,
    startsAt: record.firstAttemptAt ?? attempts[0]?.at ?? standing?.dueAt ?? record.acceptedAt,
    settings,
    past: explainAttempts(attempts),
    supposed,
    obstacle: standing === null ? null : obstacleOf(integration),
    ...project(settings, standing, supposed, first, question.limit),
  };
}

/**
 * What a policy would do with a delivery whose first attempt is at `startsAt`; nothing is looked up.
 * @throws Problem 422 with pointers into the body
 */
export function previewSchedule(
  { settings: given, failure, limit }: Omit<ScheduleQuestion, "restart">,
  startsAt: number,
): Schedule {
  const settings = supposeSettings(given, DEFAULTS);
  const supposed = failure ?? UNSEEN;
  const standing = { attempts: 0, cycleAttempts: 0, cycleStartedAt: null, round: 0, dueAt: startsAt };
  const projected = project(settings, standing, supposed, causeOf("first_attempt"), limit);
  return { record: null, startsAt, settings, past: [], supposed, obstacle: null, ...projected };
}

function project(
  settings: RetrySettings,
  standing: RetryStanding | null,
  supposed: SupposedFailure,
  first: Cause,
  limit: number,
): Pick<Schedule, "plan" | "planned"> {
  if (standing === null) return { plan: null, planned: [] };
  // What waits for its credential to the end is refused by it once more.
  const result: AttemptResult =
    standing.heldToTheEnd === true
      ? { kind: "credential_refused", credentialId: "", changes: 0, message: "nobody mended it" }
      : failureLike(supposed);
  const plan = planRetries(settings, standing, result, limit);
  const planned = plan.attempts.map((attempt) => ({
    ...attempt,
    cause: attempt.reason === null ? first : causeOf(attempt.reason),
  }));
  return { plan, planned };
}

/** @throws Problem 422 with pointers into the body, for a policy that could not be saved either. */
function supposeSettings({ retry, deadLetter }: SupposedSettings, base: RetrySettings): RetrySettings {
  const settings = {
    retry: {
      strategy: retry?.strategy ?? base.retry.strategy,
      validation: retry?.validation ?? base.retry.validation,
      maxRetryAfterMs: retry?.maxRetryAfterMs ?? base.retry.maxRetryAfterMs,
    },
    deadLetter: deadLetter ?? base.deadLetter,
  };
  const problems = [
    ...findRetryPolicyProblems(settings.retry).map(({ pointer, detail }) => ({
      pointer: `/retry${pointer}`,
      message: `It ${detail}.`,
    })),
    ...findDeadLetterProblems(settings.deadLetter),
  ];
  if (problems.length === 0) return settings;
  throw new Problem(
    "invalid_body",
    "This policy could not be saved either. Correct the members named in errors.",
    problems,
  );
}

function obstacleOf(integration: IntegrationRecord | null): string | null {
  if (integration === null) return "The integration was deleted: what waits for it becomes a dead letter.";
  if (integration.enabled && integration.disabledReason === null) return null;
  return "The integration is switched off: a delivery that comes due meanwhile becomes a dead letter.";
}

type Waiting = Awaited<ReturnType<OperationServices["integrations"]["look"]>>;

/** Its object knows best. A first attempt that is being made right now has no row there, and counts from its record. */
function standingOf(
  record: DeliveryRecord,
  waiting: Waiting,
  restart: boolean,
  now: number,
): RetryStanding | null {
  if (waiting !== null) {
    const { isHeldForCredential, ...state } = waiting;
    return isHeldForCredential ? { ...state, heldToTheEnd: true } : state;
  }
  const { attempts, firstAttemptAt, nextRetryAt } = record;
  if (!isOver(record, waiting)) {
    const dueAt = nextRetryAt ?? now;
    return { attempts, cycleAttempts: attempts, cycleStartedAt: firstAttemptAt, round: 0, dueAt };
  }
  return restart ? { attempts, cycleAttempts: 0, cycleStartedAt: null, round: 0, dueAt: now } : null;
}

function mayWait({ status, nextRetryAt }: DeliveryRecord): boolean {
  return nextRetryAt !== null || status === "pending" || status === "held" || status === "retrying";
}

function isOver(record: DeliveryRecord, waiting: Waiting): boolean {
  return waiting === null && !mayWait(record);
}

function lastFailure(record: DeliveryRecord, attempts: readonly AttemptRecord[]): SupposedFailure {
  const last = attempts.findLast(({ category }) => category !== null) ?? record;
  return last.category === null ? UNSEEN : { category: last.category, httpStatus: last.httpStatus };
}
