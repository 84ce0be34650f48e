import { NO_RULES, rulesOf } from "#domain/flow/flow-rules";
import type { FlowSettings } from "#domain/flow/flow-settings";
import { type Integration, isDelivering } from "#domain/tenancy/organization-config";

/** Made once for each version of the settings: it goes with every offer. */
const texts = new WeakMap<FlowSettings, string>();

/** Of an integration that is off nothing is sent: nothing that waits for it needs to be held back on its way out. */
const OFF = JSON.stringify(NO_RULES);

/** What an integration's object must know to admit deliveries; null when nobody knows the integration. */
export function rulesText(integration: Integration | undefined): string | null {
  if (integration === undefined) return null;
  if (!isDelivering(integration)) return OFF;
  const { flow } = integration.settings;
  const known = texts.get(flow);
  if (known !== undefined) return known;
  const text = JSON.stringify(rulesOf(flow));
  texts.set(flow, text);
  return text;
}
