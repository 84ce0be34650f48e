import { describe, expect, it } from "vitest";
import { decodeCursor, encodeCursor } from "./cursor.ts";

describe("a cursor", () => {
  it.each(["int_01", "order.created", "a:b:c", "ä/ö", ""])(
    "comes back as the place %j of its own list",
    (place) => {
      expect(decodeCursor("org_a", encodeCursor("org_a", place) ?? "")).toBe(place);
    },
  );

  it("is null behind the last page and for the first one", () => {
    expect(encodeCursor("org_a", null)).toBeNull();
    expect(decodeCursor("org_a", undefined)).toBeNull();
  });

  it.each(["org_b", "org_", "org_a:int_01", "*"])("of org_a is none of %s", (orgId) => {
    const cursor = encodeCursor("org_a", "int_01") ?? "";
    expect(() => decodeCursor(orgId, cursor)).toThrow("another organization");
  });

  it.each(["", "x", "MTppbnRfMDE", " Mjpv", "Mjpvcmc="])("is not %j", (text) => {
    expect(() => decodeCursor("org_a", text)).toThrow("nextCursor");
  });
});
