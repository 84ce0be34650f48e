import { useIntegrations } from "~/features/connect/use-integrations.ts";
import { subscriptionsTo } from "./subscribers.ts";

/** Who takes events of a type. */
export function useSubscriptions(type: () => string) {
  return useIntegrations((integrations) => subscriptionsTo(type(), integrations));
}
