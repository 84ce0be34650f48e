import { text } from "~/text/index.ts";

const known: Readonly<Record<string, string>> = text.deliveries.waterfall.waitReason;

/** Why an attempt was followed by a wait; null where nothing is known. A reason that is new is better told raw than not. */
export function waitReason(reason: string | null): string | null {
  if (reason === null) return null;
  return known[reason] ?? reason.replaceAll("_", " ");
}
