import { describe, expect, it } from "vitest";
import { nextPlace } from "./grid-keys.ts";

/** Rows with gaps, as the matrix has them: the last column of row 2 holds two. */
const PLACES = [
  { row: 1, column: 0 },
  { row: 2, column: 0 },
  { row: 2, column: 1 },
  { row: 2, column: 5 },
  { row: 2, column: 5.1 },
  { row: 4, column: 0 },
  { row: 4, column: 3 },
];
const from = (row: number, column: number, key: string) => nextPlace(PLACES, { row, column }, key);

describe("arrow keys in the matrix", () => {
  it("step over what is empty", () => {
    expect(from(2, 1, "ArrowRight")).toEqual({ row: 2, column: 5 });
    expect(from(2, 5, "ArrowRight")).toEqual({ row: 2, column: 5.1 });
    expect(from(2, 5, "ArrowLeft")).toEqual({ row: 2, column: 1 });
  });

  it("go to what is nearest in the next row that has anything", () => {
    expect(from(2, 5, "ArrowDown")).toEqual({ row: 4, column: 3 });
    expect(from(4, 3, "ArrowUp")).toEqual({ row: 2, column: 1 });
    expect(from(2, 5, "ArrowUp")).toEqual({ row: 1, column: 0 });
  });

  it("go to the ends of a row", () => {
    expect(from(2, 1, "End")).toEqual({ row: 2, column: 5.1 });
    expect(from(2, 5, "Home")).toEqual({ row: 2, column: 0 });
  });

  it("lead nowhere at the edges, and other keys nowhere at all", () => {
    expect(from(1, 0, "ArrowUp")).toBeNull();
    expect(from(4, 3, "ArrowDown")).toBeNull();
    expect(from(2, 5.1, "ArrowRight")).toBeNull();
    expect(from(2, 1, "Enter")).toBeNull();
  });
});
