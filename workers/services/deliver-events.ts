import type { EventsMessage } from "#domain/messages";
import type { OrganizationConfig } from "#domain/tenancy/organization-config";
import { type Run, type Slice, sendSlice, writeSlice } from "./deliver-slice.ts";
import { type DeliveryServices, RUN_BUDGET_MS, RUN_REQUESTS, SLICE_DELIVERIES } from "./delivery-services.ts";
import { forEachOrganization } from "./for-each-organization.ts";
import { watchTargets } from "./hanging-targets.ts";
import { type ChunkProgress, type DeliveryPlan, planDeliveries } from "./plan-deliveries.ts";

/**
 * First delivery of accepted events: match, offer, send, write down, settle, confirm, in this order. The intake keeps
 * the events until the last step, so a run that dies anywhere is simply run again.
 */
export async function deliverEvents(
  services: DeliveryServices,
  messages: readonly EventsMessage[],
): Promise<void> {
  await forEachOrganization(services, messages, deliverForOrganization);
}

async function deliverForOrganization(
  services: DeliveryServices,
  orgId: string,
  messages: readonly EventsMessage[],
): Promise<void> {
  const minVersion = Math.max(...messages.map((message) => message.configVersion));
  const config = await services.configurations.load(orgId, minVersion);
  // A deleted organization's events go with it. Not even its intake is told: that is purged, and would begin anew.
  if (config === null) return;
  await confirm(services, orgId, await deliverPlanned(services, config, messages));
}

/**
 * Slice by slice: a fan-out to a thousand integrations neither fills the memory nor is lost whole when the run dies.
 * One slice is written down while the next one's requests are made.
 */
async function deliverPlanned(
  services: DeliveryServices,
  config: OrganizationConfig,
  messages: readonly EventsMessage[],
): Promise<readonly ChunkProgress[]> {
  const plan = await planDeliveries(services, config, messages);
  const run: Run = {
    startBefore: services.now() + RUN_BUDGET_MS,
    requestsLeft: RUN_REQUESTS,
    tools: { ...services, send: services.openSender() },
    countedPayloads: new Set(),
    targets: watchTargets(services.now, services.concurrentRequests),
  };
  const failures: unknown[] = [];
  let writing: Promise<unknown> = Promise.resolve();
  try {
    for (const slice of slicesOf(plan)) {
      const sent = await sendSlice(services, config, run, slice);
      await writing;
      writing = writeSlice(services, config, sent).catch((error: unknown) => failures.push(error));
      if (failures.length > 0) break;
    }
  } finally {
    await writing;
  }
  if (failures.length > 0) throw failures[0];
  return plan.chunks;
}

function* slicesOf({ deliveries, unmatched }: DeliveryPlan): Generator<Slice> {
  yield { deliveries: deliveries.slice(0, SLICE_DELIVERIES), unmatched };
  for (let start = SLICE_DELIVERIES; start < deliveries.length; start += SLICE_DELIVERIES) {
    yield { deliveries: deliveries.slice(start, start + SLICE_DELIVERIES), unmatched: [] };
  }
}

async function confirm(
  services: DeliveryServices,
  orgId: string,
  chunks: readonly ChunkProgress[],
): Promise<void> {
  const byShard = Map.groupBy(
    chunks.filter((chunk) => !chunk.elsewhere),
    (chunk) => chunk.shard,
  );
  const calls = [...byShard].map(([shard, own]) => {
    const seqs = own.map(({ seq }) => seq);
    return services.intake.confirm({ orgId, shard }, seqs);
  });
  await Promise.all(calls);
}
