import type { Page, PageRequest } from "#domain/configuration-ports";
import type { Configurations } from "#domain/ports";
import { Problem } from "#domain/problem";
import type { OrganizationConfig } from "#domain/tenancy/organization-config";
import {
  type HealthTools,
  type HealthTrend,
  type IntegrationHealth,
  measureHealth,
  measureTrends,
} from "./measure-health.ts";
import { createShortCache } from "./short-cache.ts";

export interface HealthWatch {
  /** @throws Problem 404 when the organization has no such integration. */
  one(orgId: string, integrationId: string): Promise<IntegrationHealth & { readonly trend: HealthTrend }>;
  /** The worst first; those that cannot be judged last. `below`: only scores under it. */
  list(orgId: string, below: number | null, page: PageRequest): Promise<Page<IntegrationHealth>>;
  /**
   * Those with a score under `below`, the worst first. Of very many integrations only those are measured that fail lately:
   * a score that low has failures or dead letters in it, and nobody waits for ten thousand to be measured.
   */
  worst(orgId: string, below: number): Promise<readonly IntegrationHealth[]>;
  /** Of these, as `list` answered them, in their order. */
  trends(orgId: string, measured: readonly IntegrationHealth[]): Promise<readonly HealthTrend[]>;
  /** Of all integrations of an organization, in no order. */
  all(config: OrganizationConfig): Promise<readonly IntegrationHealth[]>;
}

interface Tools extends HealthTools {
  readonly configurations: Configurations;
}

/** A score that is watched costs its rows twelve times an hour, however many watch. */
export const HEALTH_CACHE_MS = 5 * 60_000;
const MOST_KEPT = 500;
/** A list may be of ten thousand integrations, a kilobyte each. */
const MOST_LISTS = 20;
/** Above this `worst` does not measure all of them. */
const MANY = 500;
const FAILING_ROWS = 1_000;
const MOST_FAILING = 100;
const MOST_TRENDS = 2_000;

/** Lives as long as the isolate: what is cached is cached there. */
export function createHealthWatch(tools: Tools): HealthWatch {
  const single = createCache<IntegrationHealth & { readonly trend: HealthTrend }>(
    tools.now,
    MOST_KEPT,
    ({ score }) => score !== null,
  );
  const pastDays = createShortCache<HealthTrend>(tools.now, HEALTH_CACHE_MS, MOST_TRENDS);
  const lists = createCache<readonly IntegrationHealth[]>(
    tools.now,
    MOST_LISTS,
    (measured) =>
      measured.length === 0 || measured.length > MANY || measured.some(({ score }) => score !== null),
  );

  const all = (config: OrganizationConfig) => {
    const ids = config.integrations.map(({ id }) => id);
    // A changed configuration has other integrations, or switched one off: that is to be seen at once.
    return lists(`${config.orgId} ${config.version}`, () => measureHealth(tools, config, ids));
  };

  const failing = (config: OrganizationConfig) =>
    lists(`${config.orgId} ${config.version} failing`, async () => {
      const ids = await tools.healthRecords.failing(config.orgId, FAILING_ROWS, MOST_FAILING);
      const there = ids.filter((id) => config.integrationsById.has(id));
      return there.length === 0 ? [] : measureHealth(tools, config, there);
    });

  return {
    all,

    async worst(orgId, below) {
      const config = await tools.configurations.load(orgId, 0);
      if (config === null) return [];
      const measured = await (config.integrations.length > MANY ? failing(config) : all(config));
      return measured
        .filter(({ score }) => score !== null && score < below)
        .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    },

    async trends(orgId, measured) {
      // The moment of measuring names the trend: it ends then, and the score that it ends with was made then.
      const keyOf = ({ integrationId, measuredAt }: IntegrationHealth) =>
        `${orgId} ${integrationId} ${measuredAt}`;
      const missing = measured.filter((health) => pastDays.get(keyOf(health)) === undefined);
      const found = await measureTrends(tools, orgId, missing);
      const made = new Map(missing.map((health, index) => [health, found[index]]));
      for (const [health, trend] of made) if (trend !== undefined) pastDays.set(keyOf(health), trend);
      return measured.map((health) => {
        const trend = made.get(health) ?? pastDays.get(keyOf(health));
        return trend ?? { points: [], direction: "unknown" };
      });
    },

    async one(orgId, integrationId) {
      const config = await configFor(tools, orgId, (known) => known.integrationsById.has(integrationId));
      if (!config?.integrationsById.has(integrationId)) {
        throw new Problem(
          "not_found",
          `There is no integration ${integrationId}. GET /api/v1/integrations lists yours.`,
        );
      }
      return single(`${orgId} ${config.version} ${integrationId}`, async () => {
        const [health] = await measureHealth(tools, config, [integrationId]);
        if (health === undefined) throw new Error("An integration that is there was not measured.");
        const [trend] = await measureTrends(tools, orgId, [health]);
        if (trend === undefined) throw new Error("An integration that is there has no trend.");
        return { ...health, trend };
      });
    },

    async list(orgId, below, { limit, after }) {
      const config = await tools.configurations.load(orgId, 0);
      const measured = config === null ? [] : await all(config);
      const sorted = measured
        .filter(({ score }) => below === null || (score !== null && score < below))
        .map((health) => ({ key: keyOf(health), health }))
        .sort((a, b) => (a.key < b.key ? -1 : 1))
        .filter(({ key }) => after === null || key > after);
      const shown = sorted.slice(0, limit);
      const next = sorted.length > limit ? (shown.at(-1)?.key ?? null) : null;
      return { items: shown.map(({ health }) => health), next };
    },
  };
}

/** An integration may have been made a moment ago, in another isolate. */
async function configFor(
  { configurations }: Tools,
  orgId: string,
  isThere: (config: OrganizationConfig) => boolean,
): Promise<OrganizationConfig | null> {
  const config = await configurations.load(orgId, 0);
  if (config === null || isThere(config)) return config;
  return configurations.load(orgId, config.version + 1);
}

/** Sorts as text in the order of the list: the score in three digits and a decimal, nothing known behind everything. */
function keyOf({ score, integrationId }: IntegrationHealth): string {
  return `${score === null ? "~" : score.toFixed(1).padStart(5, "0")} ${integrationId}`;
}

/**
 * "No traffic" is not kept: whoever has just made an integration would read it for five minutes beside the first failures,
 * and of what has no deliveries there are no rows to spare.
 */
function createCache<Value>(now: () => number, most: number, isKnown: (value: Value) => boolean) {
  const kept = createShortCache<Value>(now, HEALTH_CACHE_MS, most);
  return async (key: string, make: () => Promise<Value>): Promise<Value> => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const value = await make();
    if (isKnown(value)) kept.set(key, value);
    return value;
  };
}
