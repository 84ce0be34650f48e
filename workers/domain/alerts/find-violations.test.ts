import { describe, expect, it } from "vitest";
import type { AlertCondition, AlertRule } from "./alert-rule.ts";
import { type AlertFacts, findViolations, type WatchedIntegration } from "./find-violations.ts";

const NOW = Date.parse("2026-11-20T12:00:00Z");
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

function found(
  condition: AlertCondition,
  given: Partial<WatchedIntegration>,
  integrationIds: readonly string[] | null = null,
) {
  const rule: AlertRule = {
    id: "alrule_1",
    name: "",
    condition,
    integrationIds,
    enabled: true,
    mutedUntil: null,
    createdAt: 0,
    updatedAt: 0,
  };
  const integration: WatchedIntegration = {
    id: "int_a",
    switchedOff: null,
    score: null,
    deadLetters: 0,
    tried: { succeeded: 0, failed: 0 },
    oldestWaiting: null,
    ...given,
  };
  const facts: AlertFacts = { integrations: [integration], expiring: [], now: NOW };
  return findViolations(rule, facts)?.map(({ value }) => value);
}

const RATE = { kind: "error_rate", abovePercent: 10, windowMinutes: 5, minimum: 10 } as const;

describe("a rule", () => {
  it.each<[string, AlertCondition, Partial<WatchedIntegration>, (number | null)[]]>([
    ["finds a score below", { kind: "health_score", below: 60 }, { score: 59.9 }, [59.9]],
    ["lets the score itself be", { kind: "health_score", below: 60 }, { score: 60 }, []],
    ["says nothing of an unknown score", { kind: "health_score", below: 60 }, { score: null }, []],
    ["finds one dead letter too many", { kind: "dead_letters", above: 100 }, { deadLetters: 101 }, [101]],
    ["lets as many be as it says", { kind: "dead_letters", above: 100 }, { deadLetters: 100 }, []],
    ["finds a rate", RATE, { tried: { succeeded: 8, failed: 2 } }, [20]],
    ["lets the rate itself be", RATE, { tried: { succeeded: 9, failed: 1 } }, []],
    ["says nothing of too few", RATE, { tried: { succeeded: 0, failed: 9 } }, []],
    [
      "finds what waits too long",
      { kind: "oldest_undelivered", aboveMinutes: 60 },
      { oldestWaiting: NOW - 61 * MINUTE_MS },
      [61],
    ],
    [
      "lets wait what may wait",
      { kind: "oldest_undelivered", aboveMinutes: 60 },
      { oldestWaiting: NOW - 60 * MINUTE_MS },
      [],
    ],
    ["finds what is switched off", { kind: "disabled" }, { switchedOff: "gone_410" }, [null]],
    ["lets be what is on", { kind: "disabled" }, {}, []],
  ])("%s", (_, condition, given, values) => {
    expect(found(condition, given)).toEqual(values);
  });

  it("looks only at the integrations that it names", () => {
    expect(found({ kind: "disabled" }, { switchedOff: "gone_410" }, ["int_b"])).toEqual([]);
  });

  it("of circuits and exhausted deliveries asks no table", () => {
    expect(found({ kind: "circuit" }, {})).toBeUndefined();
    expect(found({ kind: "exhausted", quietMinutes: 1 }, {})).toBeUndefined();
  });

  it("finds what ends within its days and what does not work at all", () => {
    const rule: AlertRule = {
      id: "alrule_1",
      name: "",
      condition: { kind: "expiry", withinDays: 14 },
      integrationIds: null,
      enabled: true,
      mutedUntil: null,
      createdAt: 0,
      updatedAt: 0,
    };
    const thing = (id: string, endsAt: number | null) => ({
      subject: { kind: "credential", id } as const,
      name: id,
      endsAt,
      detail: "",
    });
    const expiring = [
      thing("soon", NOW + 14 * DAY_MS),
      thing("later", NOW + 14 * DAY_MS + 1),
      thing("dead", null),
    ];
    const violations = findViolations(rule, { integrations: [], expiring, now: NOW });
    expect(violations?.map(({ subject }) => subject.id)).toEqual(["soon", "dead"]);
  });
});
