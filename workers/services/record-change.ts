import type { AuditEnding, AuditIntent, AuditTarget } from "#domain/audit/audit-entry";
import { takeSnapshot } from "#domain/audit/bound-snapshot";
import { Problem } from "#domain/problem";
import type { AuditServices } from "./audit-services.ts";

type Services = Pick<AuditServices, "auditJournal">;

/** A change that every one of these logs knows of already. */
export interface BegunChange {
  readonly intent: AuditIntent;
  /** The organizations in whose logs it stands. */
  readonly logs: readonly string[];
}

/** What a change did, in the API's words. */
export interface ChangeNote {
  readonly target: AuditTarget;
  readonly before?: unknown;
  readonly after?: unknown;
  /** Another organization that it is about. */
  readonly about?: string | undefined;
}

/** @throws Problem 503 when a log cannot be reached: a change that cannot be recorded must not happen. */
export async function beginChange(
  services: Services,
  logs: readonly string[],
  intent: AuditIntent,
): Promise<BegunChange> {
  const begun = await Promise.allSettled(
    logs.map((orgId) => twice(() => services.auditJournal.begin(orgId, intent))),
  );
  const failed = begun.find((result) => result.status === "rejected");
  if (failed === undefined) return { intent, logs };
  logFailure("audit.begin_failed", intent, failed.reason);
  await dropChange(services, { intent, logs });
  throw new Problem(
    "unavailable",
    "Nothing was changed: the audit log cannot be reached, and changes are not made unrecorded. Try again.",
  );
}

/**
 * The change is made (or half made, when it failed), whether or not its end can be told: a log that does not hear of it
 * writes `interrupted` by itself.
 */
export async function completeChange(
  { auditJournal }: Services,
  { intent, logs }: BegunChange,
  outcome: AuditEnding["outcome"],
  note: ChangeNote | null,
): Promise<void> {
  const ending: AuditEnding = {
    outcome,
    target: note?.target ?? null,
    before: takeSnapshot(note?.before),
    after: takeSnapshot(note?.after),
  };
  const calls = logs.map((orgId) => twice(() => auditJournal.complete(orgId, intent, ending)));
  const about = note?.about;
  if (about !== undefined && !logs.includes(about)) {
    const { id, startedAt: _, ...fields } = intent;
    const record = {
      ...fields,
      ...ending,
      target: ending.target ?? intent.target,
    };
    calls.push(twice(() => auditJournal.record(about, { id, record })));
  }
  await settle("audit.complete_failed", intent, calls);
}

/** Nothing was changed. What is not dropped because its log cannot be reached ends as `interrupted`. */
export async function dropChange({ auditJournal }: Services, { intent, logs }: BegunChange): Promise<void> {
  const calls = logs.map((orgId) => twice(() => auditJournal.drop(orgId, intent.id)));
  await settle("audit.drop_failed", intent, calls);
}

/** Somebody lacked a permission: that is worth an entry, in every log that it is about. */
export async function refuseChange({ auditJournal }: Services, { intent, logs }: BegunChange): Promise<void> {
  const calls = logs.map((orgId) => twice(() => auditJournal.refuse(orgId, intent)));
  await settle("audit.refuse_failed", intent, calls);
}

/** An object that restarts answers the second call; all of these may be repeated. */
async function twice(call: () => Promise<void>): Promise<void> {
  try {
    await call();
  } catch {
    await call();
  }
}

async function settle(event: string, intent: AuditIntent, calls: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(calls)) {
    if (result.status === "rejected") logFailure(event, intent, result.reason);
  }
}

function logFailure(event: string, { id, action, target }: AuditIntent, error: unknown): void {
  console.error(JSON.stringify({ event, id, action, target, error: String(error) }));
}
