import { expect, it } from "vitest";
import { inUnits } from "./duration-words.ts";

it("says limits of milliseconds in units, and leaves everything else", () => {
  expect(inUnits("It must be whole milliseconds from 100 to 30000.")).toBe("It must be from 100 ms to 30 s.");
  expect(inUnits("must be whole milliseconds from 0 to 2592000000")).toBe("It must be from 0 to 30 d.");
  expect(inUnits("It is required.")).toBe("It is required.");
});
