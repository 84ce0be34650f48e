import { callApi } from "../scripts/demo/call-api.ts";
import type { Runtime } from "../scripts/runtime.ts";

/**
 * One key posts more than the 1,000 calls a second that it may make by default. Only the rates are raised: a lease is a
 * hundredth of the burst, so counting calls costs here what it costs everybody.
 */
export async function raiseRates(
  { url, adminToken }: Pick<Runtime, "url" | "adminToken">,
  orgId: string,
): Promise<void> {
  const ratePerSecond = 100_000;
  const rateLimits = {
    perKey: { ratePerSecond, burst: 2_000 },
    perOrganization: { ratePerSecond, burst: 5_000 },
  };
  const path = `/api/v1/admin/organizations/${orgId}/quota`;
  await callApi({ url, apiKey: adminToken }, 200, "PUT", path, { rateLimits });
}
