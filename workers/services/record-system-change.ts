import {
  type AuditEnding,
  type AuditIntent,
  type AuditTarget,
  GATEWAY_ACTOR,
} from "#domain/audit/audit-entry";
import { takeSnapshot } from "#domain/audit/bound-snapshot";
import type { AuditJournal } from "#domain/audit/ports";

/** The part of the journal that the gateway's own changes need. */
export type ChangeJournal = Pick<AuditJournal, "begin" | "complete">;

export interface SystemChange {
  /** The same for the same change: repeating it records nothing more. */
  readonly id: string;
  readonly at: number;
  readonly action: string;
  readonly target: AuditTarget;
  readonly before?: unknown;
  readonly after?: unknown;
}

/**
 * A change that the gateway makes by itself, with the actor `system`. Its log never stands in its way: a receiver that
 * asked to be left alone must be, also while the audit log cannot be reached. Then the failure is logged with the change.
 */
export async function recordSystemChange<T>(
  journal: ChangeJournal,
  orgId: string,
  change: SystemChange,
  run: () => Promise<T>,
): Promise<T> {
  const { id, at, action, target } = change;
  const intent: AuditIntent = {
    id,
    startedAt: at,
    action,
    target,
    actor: GATEWAY_ACTOR,
    ip: "",
    requestId: "",
  };
  const begun = await attempt(orgId, change, () => journal.begin(orgId, intent));
  const end = async (outcome: AuditEnding["outcome"]) => {
    const before = takeSnapshot(change.before);
    const after = takeSnapshot(change.after);
    const ending: AuditEnding = { outcome, target, before, after };
    if (begun) await attempt(orgId, change, () => journal.complete(orgId, intent, ending));
  };
  try {
    const result = await run();
    await end("succeeded");
    return result;
  } catch (error) {
    await end("failed");
    throw error;
  }
}

async function attempt(orgId: string, change: SystemChange, call: () => Promise<void>): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (error) {
    console.error(
      JSON.stringify({ event: "audit.system_change_unrecorded", orgId, ...change, error: String(error) }),
    );
    return false;
  }
}
