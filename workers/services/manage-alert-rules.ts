import { type AlertRule, MAX_ALERT_RULES } from "#domain/alerts/alert-rule";
import { missingDefaults } from "#domain/alerts/default-rules";
import type { AlertRuleRepository } from "#domain/alerts/ports";
import type { Configurations } from "#domain/ports";
import { Problem } from "#domain/problem";

interface Services {
  readonly alertRules: AlertRuleRepository;
  readonly configurations: Configurations;
  readonly createId: (prefix: string) => string;
  readonly now: () => number;
}

export type AlertRuleDraft = Pick<
  AlertRule,
  "name" | "condition" | "integrationIds" | "enabled" | "mutedUntil"
>;

export interface ChangedRule {
  readonly before: AlertRule;
  readonly after: AlertRule;
}

/** @throws Problem 404 */
export async function findAlertRule(
  { alertRules }: Pick<Services, "alertRules">,
  orgId: string,
  id: string,
): Promise<AlertRule> {
  const rule = await alertRules.find(orgId, id);
  if (rule !== null) return rule;
  throw new Problem("not_found", `There is no alert rule ${id}. GET /api/v1/alert-rules lists yours.`);
}

/** @throws Problem 422 for integrations that are not there, 409 when there are as many rules as there may be */
export async function createAlertRule(
  services: Services,
  orgId: string,
  draft: AlertRuleDraft,
): Promise<AlertRule> {
  await checkIntegrations(services, orgId, draft);
  const now = services.now();
  const rule = { ...draft, id: services.createId("alrule"), createdAt: now, updatedAt: now };
  if (await services.alertRules.insert(orgId, rule)) return rule;
  throw tooMany();
}

function tooMany(): Problem {
  return new Problem(
    "conflict",
    `An organization has at most ${MAX_ALERT_RULES} alert rules. Delete some first.`,
  );
}

/**
 * The rules that most organizations want, of the kinds that this one has none of; answers those that it made. Called again
 * it makes none.
 * @throws Problem 409 when there are as many rules as there may be
 */
export async function createDefaultRules(services: Services, orgId: string): Promise<readonly AlertRule[]> {
  const { items } = await services.alertRules.list(orgId, { limit: MAX_ALERT_RULES, after: null });
  const kinds = new Set(items.map(({ condition }) => condition.kind));
  const missing = missingDefaults(kinds);
  // Before the first is made: an answer that says "none" while some were would be wrong.
  if (items.length + missing.length > MAX_ALERT_RULES) throw tooMany();
  if (missing.length === 0) return [];
  const now = services.now();
  const rules = missing.map(({ name, condition }) => {
    const id = services.createId("alrule");
    const draft = { name, condition, integrationIds: null, enabled: true, mutedUntil: null };
    return { ...draft, id, createdAt: now, updatedAt: now };
  });
  // A second click may be here at the same time: what is missing is looked at once more where they are made.
  return services.alertRules.insertMissingKinds(orgId, rules);
}

/** The condition is replaced whole, and keeps its kind: alerts that are open were raised by it. */
export async function updateAlertRule(
  services: Services,
  orgId: string,
  id: string,
  patch: Partial<AlertRuleDraft>,
): Promise<ChangedRule> {
  const before = await findAlertRule(services, orgId, id);
  if (patch.condition !== undefined && patch.condition.kind !== before.condition.kind) {
    const message = `This rule's kind is ${before.condition.kind}, and stays so. Create another rule instead.`;
    throw new Problem("invalid_body", "Nothing was saved; see errors.", [
      { pointer: "/condition/kind", message },
    ]);
  }
  const after = { ...before, ...patch, updatedAt: services.now() };
  await checkIntegrations(services, orgId, after);
  if (await services.alertRules.update(orgId, after)) return { before, after };
  return findAlertRule(services, orgId, id).then((rule) => ({ before, after: rule }));
}

/** With its alerts, the open ones too: nobody is told that they are over. */
export async function deleteAlertRule(services: Services, orgId: string, id: string): Promise<AlertRule> {
  const rule = await findAlertRule(services, orgId, id);
  await services.alertRules.remove(orgId, id);
  return rule;
}

async function checkIntegrations(
  { configurations }: Services,
  orgId: string,
  { integrationIds }: AlertRuleDraft,
): Promise<void> {
  if (integrationIds === null) return;
  let config = await configurations.load(orgId, 0);
  const unknown = () =>
    integrationIds.flatMap((id, index) =>
      config?.integrationsById.has(id)
        ? []
        : [{ pointer: `/integrationIds/${index}`, message: `There is no integration ${id}.` }],
    );
  if (unknown().length === 0) return;
  // It may have been made a moment ago, in another isolate.
  config = await configurations.load(orgId, (config?.version ?? 0) + 1);
  const problems = unknown();
  if (problems.length > 0) throw new Problem("invalid_body", "Nothing was saved; see errors.", problems);
}
