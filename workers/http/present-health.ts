import { HEALTH_WEIGHTS } from "#domain/health/health-score";
import type { HealthTrend, IntegrationHealth } from "#services/measure-health";
import { toIso, toIsoOrNull } from "./moment.ts";

export function presentHealth(health: IntegrationHealth) {
  const { sample, parts, deadLetters } = health;
  return {
    integrationId: health.integrationId,
    name: health.name,
    score: health.score,
    grade: health.grade,
    parts: {
      successRate: { score: rounded(parts.successRate), weight: HEALTH_WEIGHTS.successRate },
      responseTime: { score: rounded(parts.responseTime), weight: HEALTH_WEIGHTS.responseTime },
      deadLetters: { score: parts.deadLetters, weight: HEALTH_WEIGHTS.deadLetters },
      uptime: { score: parts.uptime, weight: HEALTH_WEIGHTS.uptime },
    },
    inputs: {
      succeeded: sample.succeeded,
      failed: sample.failed,
      averageResponseMs: rounded(sample.averageMs),
      deadLetters: deadLetters.count,
      deadLettersExact: deadLetters.exact,
      delivering: health.delivering,
      lastAttemptAt: toIsoOrNull(sample.lastAttemptAt),
      deliveriesLookedAt: sample.looked,
      complete: health.complete,
    },
    measuredAt: toIso(health.measuredAt),
  };
}

export function presentTrend({ points, direction }: HealthTrend) {
  const days = points.map(({ from, to, score }) => ({ from: toIso(from), to: toIso(to), score }));
  return { direction, days };
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 10) / 10;
}
