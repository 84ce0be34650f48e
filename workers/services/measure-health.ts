import {
  gradeOf,
  type HealthGrade,
  type HealthParts,
  healthParts,
  healthScore,
} from "#domain/health/health-score";
import {
  directionOf,
  scoreOfDay,
  type TrendDirection,
  type TrendPoint,
  trendSpans,
} from "#domain/health/health-trend";
import type { DeadLetterCount, HealthRecords, MeasuredSample } from "#domain/health/ports";
import { isDelivering, type OrganizationConfig } from "#domain/tenancy/organization-config";

export interface HealthTools {
  readonly healthRecords: HealthRecords;
  readonly now: () => number;
}

/** An integration's health at one moment, with everything its score was made of. */
export interface IntegrationHealth {
  readonly integrationId: string;
  readonly name: string;
  readonly score: number | null;
  readonly grade: HealthGrade;
  readonly parts: HealthParts;
  readonly delivering: boolean;
  readonly sample: MeasuredSample;
  /** False: there were more deliveries in the day than were looked at; the newest were. */
  readonly complete: boolean;
  readonly deadLetters: DeadLetterCount;
  readonly measuredAt: number;
}

export interface HealthTrend {
  readonly points: readonly TrendPoint[];
  readonly direction: TrendDirection;
}

const DAY_MS = 86_400_000;
/** Deliveries of the last day that one integration's score looks at. */
export const SCORE_ROWS = 2_000;
/** Of each day before. */
export const TREND_ROWS = 300;
/** What the scores of all integrations of an organization may look at together, and the least that each gets. */
const LIST_ROWS = 100_000;
const LEAST_ROWS = 20;
/** Integrations in one statement: it runs alone in its database, and others wait for it. */
const PER_STATEMENT = 50;
const TRENDS_PER_STATEMENT = 10;
const MOST_DEAD_LETTERS = 1_000;

/** The scores of these integrations of the organization, in the order given. */
export async function measureHealth(
  { healthRecords, now }: HealthTools,
  config: OrganizationConfig,
  integrationIds: readonly string[],
): Promise<readonly IntegrationHealth[]> {
  const measuredAt = now();
  const rows = Math.min(SCORE_ROWS, Math.max(LEAST_ROWS, Math.floor(LIST_ROWS / integrationIds.length)));
  const measured: IntegrationHealth[] = [];
  for (let start = 0; start < integrationIds.length; start += PER_STATEMENT) {
    const ids = integrationIds.slice(start, start + PER_STATEMENT);
    const requests = ids.map((integrationId) => ({
      integrationId,
      from: measuredAt - DAY_MS,
      to: measuredAt + 1,
    }));
    const [samples, dead] = await Promise.all([
      healthRecords.samples(config.orgId, requests, rows),
      healthRecords.deadLetters(config.orgId, ids, MOST_DEAD_LETTERS),
    ]);
    ids.forEach((id, index) => {
      const integration = config.integrationsById.get(id);
      const sample = samples[index];
      if (integration === undefined || sample === undefined) return;
      const deadLetters = dead.get(id) ?? { count: 0, exact: true };
      const delivering = isDelivering(integration);
      const parts = healthParts({ day: sample, deadLetters: deadLetters.count, delivering, now: measuredAt });
      const score = healthScore(parts);
      measured.push({
        integrationId: id,
        name: integration.name,
        score,
        grade: gradeOf(score),
        parts,
        delivering,
        sample,
        complete: sample.looked < rows,
        deadLetters,
        measuredAt,
      });
    });
  }
  return measured;
}

/** Of each seven days that end when it was measured; the last of them is the score itself. */
export async function measureTrends(
  { healthRecords }: HealthTools,
  orgId: string,
  measured: readonly IntegrationHealth[],
): Promise<readonly HealthTrend[]> {
  const trends: HealthTrend[] = [];
  for (let start = 0; start < measured.length; start += TRENDS_PER_STATEMENT) {
    const some = measured.slice(start, start + TRENDS_PER_STATEMENT).map((health) => {
      const spans = trendSpans(health.measuredAt);
      return { health, spans, past: spans.slice(0, -1) };
    });
    const requests = some.flatMap(({ health: { integrationId }, past }) =>
      past.map((span) => ({ integrationId, ...span })),
    );
    const samples = [...(await healthRecords.samples(orgId, requests, TREND_ROWS))];
    for (const { health, spans, past } of some) {
      const own = samples.splice(0, past.length);
      const points = spans.map((span, index): TrendPoint => {
        const sample = own[index];
        return {
          ...span,
          score: sample === undefined ? health.score : scoreOfDay(sample, sample.deadLetters),
        };
      });
      trends.push({ points, direction: directionOf(points) });
    }
  }
  return trends;
}
