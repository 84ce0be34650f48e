/** Organizations that do what the promise of isolation is about. What they do costs the machine little, or it would be the machine that is measured. */
import { callApi } from "../scripts/demo/call-api.ts";
import type { Runtime } from "../scripts/runtime.ts";
import type { HangingTarget } from "./hanging-target.ts";
import { type Caller, openIntegration, openOrganization } from "./part-gateway.ts";

export const HANGING_ENDPOINTS = 20;
export const HANG_MS = 5_000;
export const GREED = 10;
const QUOTA_PER_SECOND = 5;

export interface Neighbour {
  readonly caller: Caller;
  /** What it posts, events a second. */
  readonly ratePerSecond: number;
  begin(): Promise<void>;
  /** Resolves when nothing of it is under way; false when that took too long. */
  end(): Promise<boolean>;
}

/**
 * Every event is for all of the endpoints: twenty requests a second that hang for five seconds, where a run has six places. Their
 * circuits are off: with the default one most of the attack would not take place.
 */
export async function openHanging(runtime: Runtime, target: HangingTarget): Promise<Neighbour> {
  const { caller } = await openOrganization(runtime, "hanging");
  const ids: string[] = [];
  for (let n = 0; n < HANGING_ENDPOINTS; n++) {
    const settings = {
      name: `hangs ${n}`,
      eventTypes: ["order.*"],
      timeoutMs: HANG_MS,
      flow: { circuit: null },
    };
    ids.push((await openIntegration(caller, { ...settings, url: `${target.url}/${n}` })).id);
  }
  const order = async (what: "pause" | "resume") => {
    for (const id of ids)
      await callApi(caller, 200, "POST", `/api/v1/integrations/${id}/circuit/${what}`, { reason: "bench" });
  };
  return {
    caller,
    ratePerSecond: 1,
    begin: () => order("resume"),
    async end() {
      await order("pause");
      return target.untilQuiet();
    },
  };
}

/** Allowed five events a second, and sends fifty. */
export function openAboveItsRate(runtime: Runtime, targetUrl: string): Promise<Neighbour> {
  const limit = { ratePerSecond: QUOTA_PER_SECOND, burst: QUOTA_PER_SECOND };
  const quota = { rateLimits: { perKey: limit, perOrganization: limit } };
  return openGreedy(runtime, targetUrl, "above its rate", quota);
}

/** Has used up its events of the day, and sends on. */
export function openAboveItsDay(
  runtime: Runtime,
  targetUrl: string,
  eventsPerDay: number,
): Promise<Neighbour> {
  return openGreedy(runtime, targetUrl, "above its day", { eventsPerDay });
}

async function openGreedy(
  runtime: Runtime,
  targetUrl: string,
  name: string,
  quota: object,
): Promise<Neighbour> {
  const { orgId, caller } = await openOrganization(runtime, name);
  await openIntegration(caller, { name: "greedy", eventTypes: ["order.*"], url: targetUrl });
  const admin = { url: runtime.url, apiKey: runtime.adminToken };
  await callApi(admin, 200, "PUT", `/api/v1/admin/organizations/${orgId}/quota`, quota);
  return {
    caller,
    ratePerSecond: QUOTA_PER_SECOND * GREED,
    begin: async () => {},
    end: async () => true,
  };
}
