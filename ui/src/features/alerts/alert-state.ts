import type { components } from "~/api/openapi.d.ts";
import type { Tone } from "~/components/badge.tsx";
import type { AlertRule } from "./rule-condition.ts";

export type Alert = components["schemas"]["Alert"];
export type AlertState = "raised" | "acknowledged" | "muted" | "resolved";

export const STATE_TONES: Readonly<Record<AlertState, Tone>> = {
  raised: "bad",
  acknowledged: "info",
  muted: "neutral",
  resolved: "good",
};

export function isMuted(rule: Pick<AlertRule, "mutedUntil"> | undefined, nowMs: number): boolean {
  return rule !== undefined && rule.mutedUntil !== null && Date.parse(rule.mutedUntil) > nowMs;
}

/** One word for an alert: somebody who looks after it counts more than a rule that is silent. */
export function stateOf(alert: Alert, rule: AlertRule | undefined, nowMs: number): AlertState {
  if (alert.status === "resolved") return "resolved";
  if (alert.acknowledgedAt !== null) return "acknowledged";
  return isMuted(rule, nowMs) ? "muted" : "raised";
}

export const MUTE_SPANS = {
  "1h": 3_600_000,
  "8h": 28_800_000,
  "24h": 86_400_000,
  "7d": 604_800_000,
} as const;
export type MuteSpan = keyof typeof MUTE_SPANS;

/** Whether a pattern of an integration takes notices: `*` does not, only what begins with "gateway". */
export function takesNotices(pattern: string): boolean {
  return pattern === "gateway" || pattern.startsWith("gateway.");
}
