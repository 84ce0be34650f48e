import type { Alert, Violation } from "./alert.ts";
import { type AlertRule, concerns, isMuted } from "./alert-rule.ts";

export interface AlertDecision {
  readonly raise: readonly Violation[];
  readonly resolve: readonly Alert[];
  /** Open ones of a rule that is not muted any more: whoever muted it is told now. */
  readonly tell: readonly Alert[];
}

/** An alert that is still true is written down again at most this often: each time is a row. */
const TOUCH_MS = 2 * 60_000;
/**
 * It is over when it was not found true for so long. A value that swings around its threshold would otherwise raise and
 * resolve every minute, and nobody reads the hundredth message.
 */
export const CALM_MS = 5 * 60_000;
/** The configuration may be half a minute old: an integration made since then is not there yet, and its alert is right. */
const GONE_MS = 60_000;

/**
 * What follows from what a rule found now. `violations` null: the rule hears of its violations by events, and only time
 * or a vanished integration ends its alerts.
 */
export function decideAlerts(
  rule: AlertRule,
  open: readonly Alert[],
  violations: readonly Violation[] | null,
  isThere: (integrationId: string) => boolean,
  now: number,
): AlertDecision {
  const bySubject = new Map(open.map((alert) => [alert.subject.id, alert]));
  const found = new Set((violations ?? []).map(({ subject }) => subject.id));
  const raise = (violations ?? []).filter(({ subject }) => {
    const known = bySubject.get(subject.id);
    return known === undefined || now - known.lastAt >= TOUCH_MS;
  });
  const resolve = open.filter((alert) => {
    const { subject, lastAt } = alert;
    if (found.has(subject.id)) return false;
    // Nothing will ever be heard of it again.
    if (subject.kind === "integration" && !(isThere(subject.id) && concerns(rule, subject.id))) {
      return now - lastAt >= GONE_MS;
    }
    const { condition } = rule;
    if (condition.kind === "circuit") return false;
    return now - lastAt >= (condition.kind === "exhausted" ? condition.quietMinutes * 60_000 : CALM_MS);
  });
  const muted = isMuted(rule, now);
  const ends = new Set(resolve);
  const tell = muted ? [] : open.filter((alert) => alert.raisedNotice === "muted" && !ends.has(alert));
  return { raise, resolve, tell };
}
