import { type AlertRule, isMuted } from "#domain/alerts/alert-rule";
import { decideAlerts } from "#domain/alerts/decide-alerts";
import { type AlertFacts, findViolations, type WatchedIntegration } from "#domain/alerts/find-violations";
import type { RaisedAlert, ResolvedAlert } from "#domain/alerts/ports";
import type { OrganizationConfig } from "#domain/tenancy/organization-config";
import type { AlertServices } from "./alert-services.ts";
import { forEachSafely } from "./for-each-safely.ts";
import { tellAlerts } from "./tell-alerts.ts";

const SWEEP = "alerts";
/** With more organizations that have rules, each has its turn every few minutes. */
const ORGANIZATIONS_PER_TICK = 50;
const ERROR_RATE_ROWS = 200;
const DAY_MS = 86_400_000;
const KEPT_MS = 30 * DAY_MS;
const REMOVED_PER_VISIT = 500;

/** Look at what the rules ask for, once for all rules of an organization, and let alerts begin and end. */
export async function evaluateAlerts(services: AlertServices): Promise<void> {
  const position = await services.sweeps.position(SWEEP);
  const organizations = await services.alertRules.organizations(position, ORGANIZATIONS_PER_TICK);
  await forEachSafely(SWEEP, organizations, (orgId) => evaluateOrganization(services, orgId));
  const through = organizations.length < ORGANIZATIONS_PER_TICK;
  await services.sweeps.moveTo(SWEEP, through ? "" : (organizations.at(-1) ?? ""));
}

export async function evaluateOrganization(services: AlertServices, orgId: string): Promise<void> {
  // Deleted: its rules go with it.
  const config = await services.configurations.load(orgId, 0);
  if (config === null) return;
  const rules = await services.alertRules.enabled(orgId);
  const now = services.now();
  const open = Map.groupBy(await services.alerts.open(orgId), ({ ruleId }) => ruleId);
  const raised: RaisedAlert[] = [];
  const resolved: ResolvedAlert[] = [];
  const tell: string[] = [];
  const look = createLook(services, config, now);
  const on = new Set(rules.map(({ id }) => id));
  for (const [ruleId, alerts] of open) {
    // Whoever switches a rule off knows that it is off.
    if (!on.has(ruleId)) resolved.push(...alerts.map(({ id }) => ({ id, muted: true, at: now })));
  }
  for (const rule of rules) {
    const violations = findViolations(rule, await look(rule));
    const isThere = (id: string) => config.integrationsById.has(id);
    const own = open.get(rule.id) ?? [];
    const decision = decideAlerts(rule, own, violations, isThere, now);
    const muted = isMuted(rule, now);
    const { kind } = rule.condition;
    for (const violation of decision.raise) {
      raised.push({ id: services.createId("alr"), ruleId: rule.id, kind, violation, muted, at: now });
    }
    resolved.push(...decision.resolve.map(({ id }) => ({ id, muted, at: now })));
    tell.push(...decision.tell.map(({ id }) => id));
  }
  await services.alerts.apply(orgId, raised, resolved, tell);
  await tellAlerts(services, config);
  await services.alerts.removeBefore(orgId, now - KEPT_MS, REMOVED_PER_VISIT);
}

/** Facts cost rows, so only those are asked for that a rule needs, and each once for all rules. */
function createLook(services: AlertServices, config: OrganizationConfig, now: number) {
  const { orgId } = config;
  const ids = config.integrations.map(({ id }) => id);
  const scores = once(async () => {
    const all = await services.healthWatch.all(config);
    return new Map(all.map(({ integrationId, score }) => [integrationId, score]));
  });
  const oldest = once(() => services.alertFacts.oldestWaiting(orgId));
  const base: WatchedIntegration[] = config.integrations.map(({ id, switchedOff }) => ({
    id,
    switchedOff,
    score: null,
    deadLetters: 0,
    tried: { succeeded: 0, failed: 0 },
    oldestWaiting: null,
  }));
  const facts = (integrations: readonly WatchedIntegration[]): AlertFacts => ({
    integrations,
    expiring: [],
    now,
  });

  return async ({ condition }: AlertRule): Promise<AlertFacts> => {
    switch (condition.kind) {
      case "circuit":
      case "exhausted":
      case "disabled":
        return facts(base);
      case "expiry": {
        const before = now + condition.withinDays * DAY_MS;
        return { ...facts([]), expiring: await services.alertFacts.expiring(orgId, now, before) };
      }
      case "health_score": {
        const found = await scores();
        return facts(base.map((one) => ({ ...one, score: found.get(one.id) ?? null })));
      }
      case "dead_letters": {
        const found = await services.healthRecords.deadLetters(orgId, ids, condition.above + 1);
        return facts(base.map((one) => ({ ...one, deadLetters: found.get(one.id)?.count ?? 0 })));
      }
      case "error_rate": {
        const from = now - condition.windowMinutes * 60_000;
        const spans = ids.map((integrationId) => ({ integrationId, from, to: now + 1 }));
        const samples = await services.healthRecords.samples(orgId, spans, ERROR_RATE_ROWS);
        return facts(base.map((one, index) => ({ ...one, tried: samples[index] ?? one.tried })));
      }
      case "oldest_undelivered": {
        const found = await oldest();
        return facts(base.map((one) => ({ ...one, oldestWaiting: found.get(one.id) ?? null })));
      }
    }
  };
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
