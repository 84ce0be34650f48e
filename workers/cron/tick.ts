import type { Services } from "#services/composition";
import { evaluateAlerts } from "#services/evaluate-alerts";
import { wakePurges } from "#services/purge-organization";
import { reconcilePolicies } from "#services/reconcile-policies";
import { renewCredentials } from "#services/renew-credentials";
import { rotateTokenKeys } from "#services/rotate-token-keys";
import { sweepBodies, sweepRecords } from "#services/sweep-retention";
import { sweepSessions } from "#services/sweep-sessions";
import { tidyAuditLogs } from "#services/tidy-audit-logs";
import { tidyLookupTables } from "#services/tidy-lookup-tables";
import { wakeIntakes } from "#services/wake-intakes";
import { wakeOverdue } from "#services/wake-overdue";
import { wakeStalledRotations } from "#services/wake-rotation";
import { wakeStalledJobs } from "#services/wake-stalled-jobs";

/** Every minute. The wakers first: they mend what got lost, and the sweeps may take their time. */
const PARTS: Readonly<Record<string, (services: Services) => Promise<void>>> = {
  intakes: wakeIntakes,
  overdue: wakeOverdue,
  jobs: wakeStalledJobs,
  rotations: wakeStalledRotations,
  alerts: evaluateAlerts,
  tokenKeys: rotateTokenKeys,
  sessions: sweepSessions,
  policies: reconcilePolicies,
  purges: wakePurges,
  credentials: renewCredentials,
  records: sweepRecords,
  bodies: sweepBodies,
  audit: tidyAuditLogs,
  lookups: tidyLookupTables,
};

/** Every part does a bounded amount of work, and none that fails stops the others. Answers the names of those that failed. */
export async function tick(services: Services): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const [part, run] of Object.entries(PARTS)) {
    try {
      await run(services);
    } catch (error) {
      failed.push(part);
      const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
      console.error(JSON.stringify({ event: "cron.part_failed", part, error: detail }));
    }
  }
  return failed;
}
