import type { IntegrationRecord } from "#domain/configuration-ports";
import { announceChange } from "./announce-config.ts";
import type { ConfigurationServices } from "./configuration-services.ts";
import { findIntegration } from "./find-integration.ts";
import { untilUnchanged } from "./until-unchanged.ts";

/** Answers what is gone. Its secrets go with it. What is still on its way to it becomes a dead letter when its turn comes; the log stays. */
export async function deleteIntegration(
  services: ConfigurationServices,
  orgId: string,
  id: string,
  expectedUpdatedAt: number | null,
): Promise<IntegrationRecord> {
  const { change, current } = await untilUnchanged(expectedUpdatedAt, async (expect) => {
    const current = await findIntegration(services, orgId, id);
    expect(current);
    // First: a removal that fails behind it costs an idle object its memory, the other way round nobody would ever clean it.
    await services.integrations.retire({ orgId, integrationId: id });
    const removed = await services.repositories.integrations.remove(orgId, id, current.updatedAt);
    return removed === null ? null : { change: removed, current };
  });
  await announceChange(services, change);
  return current;
}
