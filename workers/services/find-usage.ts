import type { Intake } from "#domain/ports";
import { msUntilNextDay, type Quota } from "#domain/tenancy/quota";
import type { UsageRecords } from "#domain/tenancy/usage-ports";
import type { ConfigurationServices } from "./configuration-services.ts";
import { findOrganization } from "./manage-organization.ts";
import { findQuota } from "./manage-quota.ts";

type Services = Pick<ConfigurationServices, "repositories" | "organizationTree" | "now"> & {
  readonly intake: Intake;
  readonly usageRecords: UsageRecords;
};

export interface Usage {
  readonly quota: Quota;
  readonly eventsToday: number;
  readonly quotaResetsAt: number;
  readonly integrations: number;
  readonly storedBytes: number;
}

export async function findUsage(services: Services, orgId: string): Promise<Usage> {
  const { intakeShards } = await findOrganization(services, orgId);
  const shards = Array.from({ length: intakeShards }, (_, shard) => ({ orgId, shard }));
  const [{ effective }, counts, integrations, storedBytes] = await Promise.all([
    findQuota(services, orgId),
    Promise.all(shards.map((identity) => services.intake.eventsToday(identity))),
    services.repositories.integrations.count(orgId),
    services.usageRecords.storedBytes(orgId),
  ]);
  const now = services.now();
  return {
    quota: effective,
    eventsToday: counts.reduce((sum, count) => sum + count, 0),
    quotaResetsAt: now + msUntilNextDay(now),
    integrations,
    storedBytes,
  };
}
