import { describe, expect, it } from "vitest";
import { ANY, activeParts, auditLink, isAny, queryOf, readFilter } from "./audit-filter.ts";

const NOW = Date.parse("2026-11-26T12:00:00Z");

describe("the filter of the audit log", () => {
  it("reads an address that names nothing as no filter", () => {
    expect(readFilter({})).toEqual(ANY);
    expect(isAny(readFilter({ entry: "12" }))).toBe(true);
  });

  it.each([
    [{ outcome: "won" }],
    [{ action: "DROP TABLE" }],
    [{ action: "integration.*.more" }],
    [{ range: "forever" }],
    [{ from: "yesterday" }],
    [{ q: "  " }],
  ])("takes %j, which the API would refuse, as no filter", (parameters) => {
    expect(readFilter(parameters)).toEqual(ANY);
  });

  it("becomes a query without the parts that are not set", () => {
    const filter = readFilter({ q: "ledger", action: "integration.*", outcome: "refused" });
    expect(queryOf(filter, NOW)).toEqual({ q: "ledger", action: "integration.*", outcome: "refused" });
    expect(activeParts(filter)).toEqual(["q", "action", "outcome"]);
  });

  it("counts a range back from now, and lets exact ends stand in its place", () => {
    expect(queryOf(readFilter({ range: "1h" }), NOW)).toEqual({ from: "2026-11-26T11:00:00.000Z" });
    const exact = readFilter({ range: "1h", to: "2026-11-20T00:00:00Z" });
    expect(queryOf(exact, NOW)).toEqual({ to: "2026-11-20T00:00:00.000Z" });
  });

  it("is written into a link that reads back as itself", () => {
    const link = auditLink("org_1", { targetKind: "event_type", targetId: "order.created & more" });
    const parameters = Object.fromEntries(new URL(link, "http://x").searchParams);
    expect(readFilter(parameters)).toMatchObject({
      targetKind: "event_type",
      targetId: "order.created & more",
    });
  });
});
