export const EXPIRIES = ["d30", "d90", "d365", "never", "custom"] as const;
export type Expiry = (typeof EXPIRIES)[number];

const DAYS: Readonly<Record<Exclude<Expiry, "never" | "custom">, number>> = { d30: 30, d90: 90, d365: 365 };
const DAY_MS = 86_400_000;

/** The moment as the gateway wants it; undefined while nothing was chosen that could be one. */
export function expiresAt(expiry: Expiry, custom: string, nowMs: number): string | null | undefined {
  if (expiry === "never") return null;
  if (expiry !== "custom") return new Date(nowMs + DAYS[expiry] * DAY_MS).toISOString();
  const chosenMs = Date.parse(custom);
  return Number.isNaN(chosenMs) || chosenMs <= nowMs ? undefined : new Date(chosenMs).toISOString();
}
