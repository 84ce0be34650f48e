import type { Tenant } from "../support/api-client.ts";

/** Few and quick attempts, so that a run of minutes sees deliveries through to their end, dead letters among them. */
const RETRY = {
  strategy: { kind: "schedule", delaysMs: [200, 400, 800, 1_500, 2_000] },
  validation: "STRICT",
  maxRetryAfterMs: 60_000,
};
const TIMEOUT_MS = 250;

/** Answers the signing secret, which the gateway shows only now. */
export async function createIntegration(tenant: Tenant, url: string): Promise<string> {
  // Its receiver fails on purpose, and a rest of minutes would only make the run longer.
  const flow = { circuit: null };
  const body = { name: "chaos", eventTypes: ["order.*"], url, timeoutMs: TIMEOUT_MS, retry: RETRY, flow };
  const created = await tenant.api.expect(201, "POST", "/api/v1/integrations", body);
  const secret = created.signingSecret;
  return typeof secret === "string" ? secret : String((secret as { secret?: unknown }).secret);
}

export interface SettledDelivery {
  readonly id: string;
  readonly eventId: string;
  readonly status: string;
  readonly attempts: number;
}

/** Everything the log says about deliveries that have come to their end. */
export async function settledDeliveries(tenant: Tenant): Promise<SettledDelivery[]> {
  const found: SettledDelivery[] = [];
  let cursor = "";
  for (;;) {
    const page = await tenant.api.expect(200, "GET", `/api/v1/deliveries?limit=200${cursor}`);
    for (const item of page.items as SettledDelivery[]) {
      if (item.status === "delivered" || item.status === "dead_lettered") found.push(item);
    }
    if (typeof page.nextCursor !== "string") return found;
    cursor = `&cursor=${page.nextCursor}`;
  }
}
