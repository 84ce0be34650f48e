import { PLATFORM } from "#domain/access/roles";
import { auditRetentionDays, planArchive } from "#domain/audit/audit-retention";
import type { AuditServices } from "./audit-services.ts";
import { forEachSafely } from "./for-each-safely.ts";

type Services = Pick<AuditServices, "auditJournal" | "auditLog" | "sweeps" | "now">;

const SWEEP = "audit";
const ORGANIZATIONS_PER_TICK = 20;
/** Segments that one organization may move a minute: five thousand entries. */
const VISITS = 5;

/** Old entries go to R2, and what is older than the log is kept goes for good: one organization after another. */
export async function tidyAuditLogs(services: Services): Promise<void> {
  const position = await services.sweeps.position(SWEEP);
  const organizations = await services.auditLog.organizations(position, ORGANIZATIONS_PER_TICK);
  const platform = position === "" ? [{ id: PLATFORM, policy: "{}" }] : [];
  await forEachSafely(SWEEP, [...platform, ...organizations], ({ id, policy }) => tidy(services, id, policy));
  const through = organizations.length < ORGANIZATIONS_PER_TICK;
  await services.sweeps.moveTo(SWEEP, through ? "" : (organizations.at(-1)?.id ?? ""));
}

async function tidy(services: Services, orgId: string, policy: string): Promise<void> {
  const plan = planArchive(auditRetentionDays(policy), services.now());
  for (let visit = 0; visit < VISITS; visit++) {
    if (await services.auditJournal.tidy(orgId, plan)) return;
  }
}
