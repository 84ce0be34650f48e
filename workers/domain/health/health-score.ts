/** What the log knows of an integration's deliveries in a span of time. */
export interface DeliverySample {
  /** Delivered. */
  readonly succeeded: number;
  /** Given up, discarded, or failed so far and still retrying. */
  readonly failed: number;
  /** Mean time of the last attempts, in milliseconds; null when there was none. */
  readonly averageMs: number | null;
  /** When the newest of them was attempted last. */
  readonly lastAttemptAt: number | null;
}

export interface HealthFacts {
  /** Accepted in the last 24 hours. */
  readonly day: DeliverySample;
  readonly deadLetters: number;
  /** Switched on, by its people and by the gateway. */
  readonly delivering: boolean;
  readonly now: number;
}

/** Each from 0 to 100; null where there is nothing to judge by. */
export interface HealthParts {
  readonly successRate: number | null;
  readonly responseTime: number | null;
  readonly deadLetters: number;
  readonly uptime: number;
}

export const HEALTH_WEIGHTS: Readonly<Record<keyof HealthParts, number>> = {
  successRate: 0.5,
  responseTime: 0.25,
  deadLetters: 0.15,
  uptime: 0.1,
};

export type HealthGrade = "green" | "amber" | "red" | "unknown";

const RECENT_MS = 3_600_000;

export function healthParts(facts: HealthFacts): HealthParts {
  const { day, deadLetters, delivering, now } = facts;
  const total = day.succeeded + day.failed;
  const recent = day.lastAttemptAt !== null && now - day.lastAttemptAt < RECENT_MS;
  return {
    successRate: total === 0 ? null : (day.succeeded / total) * 100,
    responseTime: day.averageMs === null ? null : Math.max(0, 100 - day.averageMs / 20),
    deadLetters: Math.max(0, 100 - deadLetters * 5),
    uptime: delivering && recent ? 100 : 0,
  };
}

/**
 * 0 to 100, to one decimal. Null when nothing was attempted within the day: a number made of nothing would either alarm
 * somebody about silence or promise what nobody has seen. Deliveries that failed without an answer to time count as slow
 * as can be.
 */
export function healthScore(parts: HealthParts): number | null {
  if (parts.successRate === null) return null;
  const score =
    parts.successRate * HEALTH_WEIGHTS.successRate +
    (parts.responseTime ?? 0) * HEALTH_WEIGHTS.responseTime +
    parts.deadLetters * HEALTH_WEIGHTS.deadLetters +
    parts.uptime * HEALTH_WEIGHTS.uptime;
  return Math.round(score * 10) / 10;
}

export function gradeOf(score: number | null): HealthGrade {
  if (score === null) return "unknown";
  if (score >= 80) return "green";
  return score >= 60 ? "amber" : "red";
}
