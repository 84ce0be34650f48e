import { describe, expect, it } from "vitest";
import type { Alert, Violation } from "./alert.ts";
import type { AlertCondition, AlertRule } from "./alert-rule.ts";
import { CALM_MS, decideAlerts } from "./decide-alerts.ts";

const NOW = Date.parse("2026-11-20T12:00:00Z");
const MINUTE_MS = 60_000;
const rule = (condition: AlertCondition, given: Partial<AlertRule> = {}): AlertRule => ({
  id: "alrule_1",
  name: "Rule",
  condition,
  integrationIds: null,
  enabled: true,
  mutedUntil: null,
  createdAt: 0,
  updatedAt: 0,
  ...given,
});
const alert = (subjectId: string, lastAt: number, given: Partial<Alert> = {}): Alert => ({
  id: `alr_${subjectId}`,
  ruleId: "alrule_1",
  kind: "disabled",
  subject: { kind: "integration", id: subjectId },
  detail: "",
  value: null,
  openedAt: lastAt,
  lastAt,
  resolvedAt: null,
  occurrences: 1,
  acknowledgedAt: null,
  acknowledgedBy: null,
  raisedNotice: "sent",
  resolvedNotice: null,
  ...given,
});
const violation = (id: string): Violation => ({
  subject: { kind: "integration", id },
  detail: "",
  value: null,
});
const DISABLED = rule({ kind: "disabled" });
const there = () => true;

describe("alerts", () => {
  it("begin with the first violation, and count on at most every two minutes", () => {
    expect(decideAlerts(DISABLED, [], [violation("a")], there, NOW).raise).toEqual([violation("a")]);
    const at = (age: number) =>
      decideAlerts(DISABLED, [alert("a", NOW - age)], [violation("a")], there, NOW).raise.length;
    expect([at(MINUTE_MS), at(2 * MINUTE_MS)]).toEqual([0, 1]);
  });

  it("are over only after five calm minutes, so that what swings does not speak every minute", () => {
    const at = (age: number) =>
      decideAlerts(DISABLED, [alert("a", NOW - age)], [], there, NOW).resolve.length;
    expect([at(CALM_MS - 1), at(CALM_MS)]).toEqual([0, 1]);
  });

  it("of exhausted deliveries are over after the rule's own quiet minutes", () => {
    const exhausted = rule({ kind: "exhausted", quietMinutes: 60 });
    const at = (age: number) =>
      decideAlerts(exhausted, [alert("a", NOW - age)], null, there, NOW).resolve.length;
    expect([at(59 * MINUTE_MS), at(60 * MINUTE_MS)]).toEqual([0, 1]);
  });

  it("of an open circuit never end by time, and end with their integration", () => {
    const circuit = rule({ kind: "circuit" });
    const open = [alert("a", 0)];
    expect(decideAlerts(circuit, open, null, there, NOW).resolve).toEqual([]);
    expect(decideAlerts(circuit, open, null, () => false, NOW).resolve).toEqual(open);
    // Made a moment ago: the configuration that does not know it may be older.
    const fresh = [alert("a", NOW - 30_000)];
    expect(decideAlerts(circuit, fresh, null, () => false, NOW).resolve).toEqual([]);
  });

  it("end for integrations that the rule no longer names", () => {
    const narrowed = rule({ kind: "disabled" }, { integrationIds: ["b"] });
    const open = [alert("a", NOW - MINUTE_MS), alert("b", NOW - MINUTE_MS)];
    expect(decideAlerts(narrowed, open, [], there, NOW).resolve).toEqual([open[0]]);
  });

  it("that nobody was told of while muted are told when that is over, unless they are over themselves", () => {
    const silent = alert("a", NOW - MINUTE_MS, { raisedNotice: "muted" });
    const ended = alert("b", NOW - CALM_MS, { raisedNotice: "muted" });
    const open = [silent, ended, alert("c", NOW)];
    expect(decideAlerts(DISABLED, open, [], there, NOW).tell).toEqual([silent]);
    const muted = rule({ kind: "disabled" }, { mutedUntil: NOW + 1 });
    expect(decideAlerts(muted, open, [], there, NOW).tell).toEqual([]);
  });
});
