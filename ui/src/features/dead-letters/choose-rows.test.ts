import { describe, expect, it } from "vitest";
import { chooseRows } from "./choose-rows.ts";

const IDS = ["a", "b", "c", "d", "e"];
const turn = (chosen: string, id: string, on: boolean, through: string | null = null) =>
  [...chooseRows(new Set(chosen), IDS, { id, on, through })].toSorted().join("");

describe("rows that are chosen", () => {
  it("are turned one by one", () => {
    expect(turn("", "b", true)).toBe("b");
    expect(turn("bd", "b", false)).toBe("d");
  });

  it("are all those between two, whichever was first, the way the last one was turned", () => {
    expect(turn("b", "d", true, "b")).toBe("bcd");
    expect(turn("d", "b", true, "d")).toBe("bcd");
    expect(turn("abcde", "d", false, "b")).toBe("ae");
  });

  it("are that one alone where the other end is listed no more", () => {
    expect(turn("", "d", true, "gone")).toBe("d");
  });
});
