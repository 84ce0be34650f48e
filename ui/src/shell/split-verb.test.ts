import { describe, expect, it } from "vitest";
import { splitVerb } from "./split-verb.ts";

describe("a wish that begins with a verb", () => {
  it.each([
    ["pause Order desk", { verb: "turn", word: "Pause", name: "Order desk" }],
    ["  RESUME   order ", { verb: "turn", word: "Resume", name: "order" }],
    ["test crm", { verb: "test", word: "Test", name: "crm" }],
  ])("%s", (query, wish) => {
    expect(splitVerb(query)).toEqual(wish);
  });

  it.each(["pause", "pause ", "Pauseway", "order pause", "pausex crm", ""])(
    "%j is a name like any other",
    (query) => {
      expect(splitVerb(query)).toBeNull();
    },
  );
});
