import type { DeliveryRecord } from "#domain/ports";
import type { OperationServices } from "./operation-services.ts";
import { type ChangedDelivery, findDelivery, notADeadLetter } from "./restart-delivery.ts";

type Services = Pick<OperationServices, "deliverySearch" | "deliveryChanges" | "integrations">;

/** Close a dead letter for good. Its record stays in the log until the retention takes it. */
export async function discardDeadLetter(
  services: Services,
  orgId: string,
  id: string,
): Promise<ChangedDelivery> {
  const record = await findDelivery(services, orgId, id);
  if (record.status !== "dead_lettered") throw notADeadLetter(record.status);
  await letGo(services, orgId, [record]);
  await services.deliveryChanges.markDiscarded(orgId, [record]);
  const after = await findDelivery(services, orgId, id);
  // Its automatic retry was on its way already.
  if (after.status !== "discarded") throw notADeadLetter(after.status);
  return { before: record, after };
}

/**
 * Before the record says that nothing more happens, nobody may hold the delivery any longer. The object compares the
 * attempts: a delivery whose automatic round has just failed again waits anew, and its record will not be discarded.
 * Answers those that waited and do not any more.
 */
export async function letGo(
  services: Pick<OperationServices, "integrations">,
  orgId: string,
  records: readonly Pick<DeliveryRecord, "id" | "integrationId" | "attempts">[],
): Promise<ReadonlySet<string>> {
  const groups = Map.groupBy(records, (record) => record.integrationId);
  const gone = await Promise.all(
    [...groups].map(([integrationId, own]) =>
      services.integrations.cancel(
        { orgId, integrationId },
        own.map(({ id, attempts }) => ({ id, attempts })),
      ),
    ),
  );
  return new Set(gone.flat());
}
