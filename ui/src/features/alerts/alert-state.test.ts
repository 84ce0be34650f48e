import { describe, expect, it } from "vitest";
import { type Alert, stateOf, takesNotices } from "./alert-state.ts";
import type { AlertRule } from "./rule-condition.ts";

const NOW = Date.parse("2026-11-26T12:00:00Z");
const alert = { status: "open", acknowledgedAt: null } as Alert;
const rule = (mutedUntil: string | null) => ({ mutedUntil }) as AlertRule;

describe("the state of an alert", () => {
  it("is raised until somebody looks after it, mutes it, or it is over", () => {
    expect(stateOf(alert, rule(null), NOW)).toBe("raised");
    expect(stateOf(alert, undefined, NOW)).toBe("raised");
    expect(stateOf(alert, rule("2026-11-26T13:00:00Z"), NOW)).toBe("muted");
    expect(stateOf(alert, rule("2026-11-26T11:00:00Z"), NOW)).toBe("raised");
    const seen = { ...alert, acknowledgedAt: "2026-11-26T11:00:00Z" };
    expect(stateOf(seen, rule("2026-11-26T13:00:00Z"), NOW)).toBe("acknowledged");
    expect(stateOf({ ...seen, status: "resolved" }, rule(null), NOW)).toBe("resolved");
  });
});

it("an integration that takes everything takes no notices", () => {
  expect(["*", "order.*", "gateway.*", "gateway.circuit.*"].map(takesNotices)).toEqual([
    false,
    false,
    true,
    true,
  ]);
});
