import type { DeliveryServices } from "./delivery-services.ts";
import { runLimited } from "./run-limited.ts";

/**
 * The places for requests belong to the invocation, and a batch of messages may be several organizations': each gets an
 * equal part, or the requests of one would wait, with their timeouts running, behind those of another that hang. Where
 * there are more organizations than places, as many at a time as there are places. All of them go to their end: what still
 * runs when the consumer returns is cut off in the middle of its requests.
 */
export async function forEachOrganization<Message extends { readonly orgId: string }>(
  services: DeliveryServices,
  messages: readonly Message[],
  deliver: (services: DeliveryServices, orgId: string, messages: readonly Message[]) => Promise<void>,
): Promise<void> {
  const byOrganization = [...Map.groupBy(messages, ({ orgId }) => orgId)];
  const { concurrentRequests: places } = services;
  const own = Math.max(1, Math.floor(places / byOrganization.length));
  const failures: unknown[] = [];
  await runLimited(
    byOrganization,
    places,
    () => true,
    ([orgId, theirs]) =>
      deliver({ ...services, concurrentRequests: own }, orgId, theirs).catch((error: unknown) => {
        failures.push(error);
      }),
  );
  if (failures.length > 0) throw failures[0];
}
