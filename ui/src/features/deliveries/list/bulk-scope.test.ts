import { describe, expect, it } from "vitest";
import { cancelScope, replayScope } from "./bulk-scope.ts";

const FROM = "2026-11-26T11:00:00.000Z";
const ROWS = [
  { id: "dlv_3", status: "delivered" },
  { id: "dlv_2", status: "held" },
  { id: "dlv_1", status: "dead_lettered" },
];

describe("what a bulk action on a list is about", () => {
  it("is the whole filter where the gateway can do it", () => {
    expect(replayScope({ from: FROM, status: ["delivered", "held"], integrationId: "int_1" }, ROWS)).toEqual({
      kind: "filter",
      filter: { from: FROM, integrationId: "int_1", status: ["delivered"] },
    });
    expect(cancelScope({}, ROWS)).toEqual({ kind: "filter", filter: { status: ["held", "retrying"] } });
  });

  it("is the rows that are listed where only the list knows the filter, or it has no beginning", () => {
    expect(replayScope({ from: FROM, httpStatus: "5xx" }, ROWS)).toMatchObject({
      kind: "listed",
      rows: 2,
      filter: { ids: ["dlv_3", "dlv_1"] },
    });
    expect(replayScope({}, ROWS).kind).toBe("listed");
    expect(cancelScope({ eventId: "evt_1" }, ROWS)).toMatchObject({ rows: 1, filter: { ids: ["dlv_2"] } });
  });

  it("is nothing where nothing that is listed can be acted upon", () => {
    expect(replayScope({ from: FROM, status: ["held"] }, ROWS).kind).toBe("none");
    expect(cancelScope({ status: ["delivered"] }, ROWS).kind).toBe("none");
    expect(cancelScope({ httpStatus: "2xx" }, [{ id: "dlv_3", status: "delivered" }]).kind).toBe("none");
  });

  it("names no more rows than the gateway takes", () => {
    const many = Array.from({ length: 1_500 }, (_, n) => ({ id: `dlv_${n}`, status: "delivered" }));
    expect(replayScope({}, many)).toMatchObject({ rows: 1_000 });
  });
});
