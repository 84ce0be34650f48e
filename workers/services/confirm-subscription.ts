import { NO_HOST_RULES } from "#domain/tenancy/host-rules";
import type { GuardTarget } from "./guard-target.ts";

export interface ConfirmServices {
  readonly guardTarget: GuardTarget;
  readonly visit: (url: string) => Promise<number>;
}

/**
 * Visit the address by which a provider wants a subscription confirmed (SNS). The request that named it has proven itself
 * and the connector has judged the host; that it is public and https is asked here all the same.
 */
export async function confirmSubscription(
  services: ConfirmServices,
  sourceId: string,
  url: string,
): Promise<void> {
  const host = URL.canParse(url) ? new URL(url).host : "";
  const outcome = await visit(services, url);
  console.warn(JSON.stringify({ event: "inbound.subscription_confirmed", sourceId, host, outcome }));
}

async function visit({ guardTarget, visit }: ConfirmServices, url: string): Promise<string> {
  if (!URL.canParse(url) || new URL(url).protocol !== "https:") return "refused: not https";
  try {
    const check = await guardTarget(url, NO_HOST_RULES);
    return check.ok ? `answered ${await visit(check.url)}` : `refused: ${check.message}`;
  } catch (error) {
    return `failed: ${String(error)}`;
  }
}
