import type { z } from "@hono/zod-openapi";
import { bucketMsOf } from "#domain/overview/overview-window";
import type { NamedCircuit } from "#services/list-circuits";
import type { IntegrationHealth } from "#services/measure-health";
import type { Overview as Measured, OverviewBucket } from "#services/show-overview";
import { toIso } from "./moment.ts";
import { presentCircuitSummary } from "./present-circuit.ts";
import type { Overview } from "./schemas/overview.ts";

/** What only those see who may read integrations. */
export interface OverviewIntegrations {
  readonly unhealthy: readonly IntegrationHealth[];
  readonly circuits: readonly NamedCircuit[];
}

export function presentOverview(
  measured: Measured,
  integrations: OverviewIntegrations | null,
): z.infer<typeof Overview> {
  const { buckets, window, backlog } = measured;
  const tallies = buckets.map(({ tally }) => tally);
  return {
    window,
    integrationId: measured.integrationId,
    from: toIso(buckets[0]?.from ?? measured.measuredAt),
    to: toIso(measured.measuredAt),
    measuredAt: toIso(measured.measuredAt),
    bucketMs: bucketMsOf(window),
    buckets: buckets.map(presentBucket),
    totals: { ...measured.totals },
    successRate: measured.successRate,
    latency: { ...measured.latency },
    errors: measured.errors.map(({ category, now, before }) => ({
      category,
      now: { ...now },
      before: { ...before },
    })),
    deadLetters: { ...backlog.deadLetters },
    waiting: { ...backlog.waiting },
    oldestUndelivered: presentOldest(backlog.oldest),
    deliveriesLookedAt: tallies.reduce((sum, { looked }) => sum + looked, 0),
    complete: tallies.every(({ complete }) => complete),
    unhealthyIntegrations: integrations?.unhealthy.flatMap(presentUnhealthy) ?? null,
    circuits: integrations?.circuits.map(presentCircuitSummary) ?? null,
  };
}

function presentBucket({ from, to, tally }: OverviewBucket) {
  const { counts, countedFrom, complete } = tally;
  return { from: toIso(from), to: toIso(to), ...counts, countedFrom: toIso(countedFrom), complete };
}

function presentOldest(oldest: Measured["backlog"]["oldest"]) {
  if (oldest === null) return null;
  const { acceptedAt, ...rest } = oldest;
  return { ...rest, since: toIso(acceptedAt) };
}

function presentUnhealthy({ integrationId, name, score, grade }: IntegrationHealth) {
  return score === null ? [] : [{ integrationId, name, score, grade }];
}
