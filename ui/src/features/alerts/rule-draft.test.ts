import { describe, expect, it } from "vitest";
import { ALERT_KINDS, conditionWords } from "./rule-condition.ts";
import { draftErrors, draftOf, NEW_RULE, requestOf } from "./rule-draft.ts";

describe("a rule in a form", () => {
  it("of every kind can be sent with the gateway's defaults", () => {
    for (const kind of ALERT_KINDS) {
      const draft = { ...NEW_RULE, name: "x", kind };
      expect(draftErrors(draft)).toEqual({});
      expect(requestOf(draft).condition.kind).toBe(kind);
      expect(conditionWords(requestOf(draft).condition)).not.toContain("undefined");
    }
  });

  it("comes back as it was", () => {
    const rule = {
      id: "alrule_1",
      name: "Errors",
      condition: { kind: "error_rate" as const, abovePercent: 12.5, windowMinutes: 10, minimum: 20 },
      integrationIds: ["int_1"],
      enabled: false,
      mutedUntil: null,
      createdAt: "2026-11-26T00:00:00Z",
      updatedAt: "2026-11-26T00:00:00Z",
    };
    expect(requestOf(draftOf(rule))).toEqual({
      name: "Errors",
      condition: rule.condition,
      integrationIds: ["int_1"],
      enabled: false,
    });
  });

  it("says at its field what is wrong", () => {
    expect(draftErrors({ ...NEW_RULE, name: " " })).toHaveProperty("/name");
    expect(draftErrors({ ...NEW_RULE, name: "x", typed: { below: "0" } })).toHaveProperty("/condition/below");
    expect(draftErrors({ ...NEW_RULE, name: "x", typed: { below: "" } })).toHaveProperty("/condition/below");
    expect(
      draftErrors({ ...NEW_RULE, name: "x", kind: "dead_letters", typed: { above: "1.5" } }),
    ).toHaveProperty("/condition/above");
    expect(draftErrors({ ...NEW_RULE, name: "x", scope: "some" })).toHaveProperty("/integrationIds");
  });

  it("about expiry has no integrations, whatever was chosen before", () => {
    const draft = {
      ...NEW_RULE,
      name: "x",
      kind: "expiry" as const,
      scope: "some" as const,
      integrationIds: ["int_1"],
    };
    expect(draftErrors(draft)).toEqual({});
    expect(requestOf(draft).integrationIds).toBeNull();
  });
});
