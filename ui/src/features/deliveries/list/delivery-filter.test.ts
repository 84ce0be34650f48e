import { describe, expect, it } from "vitest";
import { ANY, activeParts, queryOf, readFilter, writeFilter } from "./delivery-filter.ts";

const NOW = Date.parse("2026-11-26T12:00:00Z");

describe("the filter of a list of deliveries", () => {
  it("survives the way into the address and back", () => {
    const filter = {
      ...ANY,
      status: ["held", "dead_lettered"] as const,
      category: "AUTH" as const,
      httpStatus: "4xx",
      from: "2026-11-26T10:00:00.000Z",
      text: "o-17",
    };
    const address = writeFilter(filter);
    expect(address.status).toBe("held,dead_lettered");
    expect(readFilter(address as Record<string, string>)).toEqual(filter);
  });

  it("takes nothing from an address that is not a filter", () => {
    expect(
      readFilter({
        status: "asleep,",
        category: "BAD_LUCK",
        httpStatus: "9xx",
        range: "constructor",
        from: "then",
      }),
    ).toEqual(ANY);
  });

  it("asks the API only for what was chosen", () => {
    expect(queryOf(ANY, NOW)).toEqual({});
    expect(queryOf({ ...ANY, range: "1h", status: ["held"] }, NOW)).toEqual({
      status: ["held"],
      from: "2026-11-26T11:00:00.000Z",
    });
  });

  it("lets an exact span stand in place of the last hour", () => {
    const filter = { ...ANY, range: "1h" as const, to: "2026-11-20T00:00:00.000Z" };
    expect(queryOf(filter, NOW)).toEqual({ to: "2026-11-20T00:00:00.000Z" });
  });

  it("names the parts that are active", () => {
    expect(activeParts({ ...ANY, status: ["held"], text: "x" })).toEqual(["status", "text"]);
  });
});
