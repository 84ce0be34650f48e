import type { Violation } from "#domain/alerts/alert";
import { type AlertKind, type AlertRule, concerns, isMuted } from "#domain/alerts/alert-rule";
import { mayRaise } from "#domain/alerts/operational-event";
import type { CircuitAlerts, CircuitChange } from "#domain/alerts/ports";
import type { DeliveryRecord } from "#domain/ports";
import type { AlertServices } from "./alert-services.ts";
import { tellAlerts } from "./tell-alerts.ts";

/** What deliveries tell. Nothing here ever rejects: an alert that is not raised must not stop what it is about. */
export interface AlertNotes extends CircuitAlerts {
  /** Deliveries that were given up for good, as their run recorded them. */
  noteExhausted(orgId: string, records: readonly DeliveryRecord[]): Promise<void>;
  noteDisabled(orgId: string, integrationId: string, reason: string): Promise<void>;
}

type Tools = Pick<AlertServices, "alertRules" | "alerts" | "configurations" | "createId" | "now"> &
  Parameters<typeof tellAlerts>[0];

export function createAlertNotes(tools: Tools): AlertNotes {
  return {
    noteExhausted: (orgId, records) =>
      safely(orgId, async () => {
        const own = records.filter(({ eventType }) => mayRaise(eventType));
        // One row for each integration and rule, however many deliveries: a flood must not become a second one here.
        const groups = [...Map.groupBy(own, ({ integrationId }) => integrationId)];
        if (groups.length === 0) return;
        await raise(
          tools,
          orgId,
          "exhausted",
          groups.map(([id, given]) => ({
            subject: { kind: "integration", id },
            value: given.length,
            detail: givenUp(given),
          })),
        );
      }),

    noteDisabled: (orgId, integrationId, reason) =>
      safely(orgId, () => {
        const detail = `The gateway switched it off (${reason}).`;
        const subject = { kind: "integration", id: integrationId } as const;
        return raise(tools, orgId, "disabled", [{ subject, value: null, detail }]);
      }),

    noteCircuitChange: (change) => safely(change.orgId, () => noteCircuit(tools, change)),
  };
}

async function noteCircuit(tools: Tools, { orgId, integrationId, to, cause }: CircuitChange): Promise<void> {
  if (to === "open" || to === "paused") {
    const subject = { kind: "integration", id: integrationId } as const;
    return raise(tools, orgId, "circuit", [
      { subject, value: null, detail: `Its circuit is ${to}: ${cause}` },
    ]);
  }
  // Half open is a question, not an answer.
  if (to !== "closed") return;
  const rules = await rulesOf(tools, orgId, "circuit");
  const ids = rules.map(({ id }) => id);
  const open = ids.length === 0 ? [] : await tools.alerts.openOf(orgId, ids, integrationId);
  if (open.length === 0) return;
  const at = tools.now();
  const muted = new Set(rules.filter((rule) => isMuted(rule, at)).map(({ id }) => id));
  await tools.alerts.apply(
    orgId,
    [],
    open.map(({ id, ruleId }) => ({ id, at, muted: muted.has(ruleId) })),
    [],
  );
  await tellAll(tools, orgId);
}

async function raise(
  tools: Tools,
  orgId: string,
  kind: AlertKind,
  violations: readonly Violation[],
): Promise<void> {
  const at = tools.now();
  const raised = (await rulesOf(tools, orgId, kind)).flatMap((rule) =>
    violations
      .filter(({ subject }) => concerns(rule, subject.id))
      .map((violation) => {
        const id = tools.createId("alr");
        return { id, ruleId: rule.id, kind, violation, muted: isMuted(rule, at), at };
      }),
  );
  if (raised.length === 0) return;
  await tools.alerts.apply(orgId, raised, [], []);
  await tellAll(tools, orgId);
}

async function rulesOf({ alertRules }: Tools, orgId: string, kind: AlertKind): Promise<readonly AlertRule[]> {
  return (await alertRules.enabled(orgId)).filter(({ condition }) => condition.kind === kind);
}

async function tellAll(tools: Tools, orgId: string): Promise<void> {
  const config = await tools.configurations.load(orgId, 0);
  if (config !== null) await tellAlerts(tools, config);
}

async function safely(orgId: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    console.error(JSON.stringify({ event: "alert.not_noted", orgId, error: String(error) }));
  }
}

/** `Given up: dlv_1 and 2 more (the target answered 422)`. */
function givenUp([first, ...others]: readonly DeliveryRecord[]): string {
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  const why = first?.detail ? ` (${first.detail})` : "";
  return `Given up: ${first?.id ?? ""}${more}${why}`;
}
