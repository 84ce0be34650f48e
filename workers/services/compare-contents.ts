import type { OfferedContents } from "#domain/delivery/settlement";
import type { BodyPointer } from "#domain/event";
import { comparedContent, comparesPayload } from "#domain/flow/deduplication";
import type { DeduplicationSettings } from "#domain/flow/flow-settings";
import type { DeliveryRecord } from "#domain/ports";
import { newDelivery, recordOf } from "./delivery-record.ts";
import type { DeliveryServices } from "./delivery-services.ts";
import type { PlannedDelivery } from "./plan-deliveries.ts";
import { readPayload } from "./read-payload.ts";

type Services = Pick<DeliveryServices, "bodies" | "digest">;

/**
 * What the integration's object needs to find duplicates among these deliveries of one integration; null where it does
 * not deduplicate. Only hashes travel: two contents with the same one are taken for the same.
 */
export async function compareContents(
  services: Services,
  items: readonly PlannedDelivery[],
): Promise<OfferedContents | null> {
  const settings = items[0]?.integration.settings.flow.deduplicate ?? null;
  if (settings === null) return null;
  const keys: (string | null)[] = [];
  // One after the other: a large payload is a megabyte.
  for (const item of items) keys.push(await keyOf(services, settings, item));
  return { windowMs: settings.windowMs, keys };
}

async function keyOf(
  services: Services,
  settings: DeduplicationSettings,
  { event }: PlannedDelivery,
): Promise<string | null> {
  const { payload } = event;
  const json =
    payload.kind === "inline" || !comparesPayload(settings)
      ? payload.kind === "inline"
        ? payload.json
        : ""
      : await readPayload(services.bodies, payload.at);
  // No longer kept: nothing can be said about it, and the attempt will say so.
  if (json === null) return null;
  const content = comparedContent(settings, event, json);
  return content === null ? null : services.digest(content);
}

/** The record of a delivery that is the same as another one. */
export function duplicateOf(
  other: string,
  { id, event, integration }: PlannedDelivery,
  payloadAt: BodyPointer,
): DeliveryRecord {
  const record = recordOf(newDelivery(id, event, payloadAt), integration.id);
  const { windowMs } = integration.settings.flow.deduplicate ?? { windowMs: 0 };
  return { ...record, status: "duplicate", detail: `The same as ${other}, within ${windowMs} ms. Not sent.` };
}
