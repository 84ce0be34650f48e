import { describe, expect, it } from "vitest";
import { placeOf } from "./target-place.ts";

describe("the page of what an entry is about", () => {
  it("is that of the resource, with the permission that it takes", () => {
    expect(placeOf({ kind: "integration", id: "int_1" }, "integration.updated", "org_1")).toEqual({
      path: "/integrations/int_1",
      permission: "integrations:read",
    });
  });

  it("keeps a name with slashes in one piece", () => {
    expect(placeOf({ kind: "lookup_table", id: "a/b" }, "lookup_table.updated", "org_1")?.path).toBe(
      "/lookup-tables/a%2Fb",
    );
  });

  it.each([
    ["integration", "integration.deleted"],
    ["api_key", "api_key.revoked"],
    ["session", "session.begun"],
    ["constructor", "x.y"],
    ["quota", "quota.updated"],
  ])("is none for %s after %s", (kind, action) => {
    expect(placeOf({ kind, id: "org_below" }, action, "org_1")).toBeNull();
  });
});
