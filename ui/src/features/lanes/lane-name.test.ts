import { describe, expect, it } from "vitest";
import { text } from "~/text/index.ts";
import { laneName } from "./lane-name.ts";

const PATH = "payload.customerId";

describe("a lane's name", () => {
  it.each([
    [{ kind: "value", value: "cus_1" }, "cus_1"],
    [{ kind: "value", value: "" }, "An empty text"],
    [{ kind: "missing" }, "Without payload.customerId"],
    [{ kind: "hashed" }, "A value too long to be kept"],
    [{ kind: "whole" }, "The whole order"],
  ] as const)("of %j", (key, name) => {
    expect(laneName(key, PATH)).toBe(name);
  });
});

describe("what is said of a lane", () => {
  it.each([
    [1, 0, true, "1 dead letter stops it, nothing waits behind"],
    [1, 1, true, "1 dead letter stops it, 1 waits behind"],
    [3, 1_000, true, "3 dead letters stop it, 1,000 wait behind"],
    [1, 1_000, false, "1 dead letter stops it, 1,000 or more wait behind"],
  ] as const)("%d dead letters, %d behind, exact: %s", (letters, waiting, exact, said) => {
    expect(text.lanes.stops(letters, waiting, exact)).toBe(said);
  });

  it("before a discard it tells what goes out, and how far", () => {
    expect(text.lanes.discardExplained("cus_1", 1, 4)).toMatch(
      /goes out then, and that cannot be taken back/,
    );
    expect(text.lanes.discardExplained("cus_1", 2, 4)).toMatch(/up to the lane's next dead letter/);
    expect(text.lanes.discardExplained("cus_1", 1, 0)).toMatch(/Nothing waits behind it/);
  });
});
