import { coarseAddress } from "#domain/tenancy/coarse-address";
import type { CallLimits } from "./limit-calls.ts";

const MAX_BLOCKED = 5_000;

export interface StrangerServices {
  readonly callLimits: CallLimits;
  readonly now: () => number;
}

/** Who asks for addresses that do not exist is made to wait before the database is asked again. */
export interface StrangerLimit {
  /** How long this network address still waits, in milliseconds; 0 when it does not. */
  waitMs(address: string | null, now: number): number;
  /** One address that led nowhere was asked for. */
  note(services: StrangerServices, address: string | null): Promise<void>;
}

/**
 * Only wrong addresses count, and what waits are only those that this isolate does not know: many sources share one
 * provider's network, and one of them that was deleted must not hold up the others.
 */
export function createStrangerLimit(): StrangerLimit {
  const until = new Map<string, number>();
  return {
    waitMs(address, now) {
      if (address === null) return 0;
      return Math.max(0, (until.get(coarseAddress(address)) ?? 0) - now);
    },

    async note({ callLimits, now }, address) {
      if (address === null) return;
      const verdict = await callLimits.address(address);
      if (verdict.allowed) return;
      const key = coarseAddress(address);
      until.delete(key);
      until.set(key, now() + verdict.retryAfterMs);
      if (until.size > MAX_BLOCKED) until.delete(until.keys().next().value ?? key);
    },
  };
}
