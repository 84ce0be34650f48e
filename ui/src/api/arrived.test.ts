import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const SOURCE = join(import.meta.dirname, "..");

/** Loads behind a boundary of its own, on purpose: the next delivery takes the place of this one. */
const SUSPENDS_ITSELF = ["features/deliveries/delivery-page.tsx"];
/** Has an answer from the beginning. */
const BEGINS_WITH = ["changes"];

/** `x.data` of a query made in the same file, on a line that does not ask before whether it is there. */
function rawReads(text: string): string[] {
  const queries = [...text.matchAll(/const (\w+) = use(?:Infinite)?Query\(/g)].map(([, name = ""]) => name);
  return queries
    .filter((name) => !BEGINS_WITH.includes(name))
    .flatMap((name) =>
      text
        .split("\n")
        .filter((line) => new RegExp(`(?<!typeof )\\b${name}\\.data\\b`).test(line))
        .filter((line) => !line.includes(`${name}.isSuccess`) && !line.includes(`${name}.isPending`)),
    );
}

describe("queries", () => {
  const files = globSync("**/*.{ts,tsx}", { cwd: SOURCE }).filter((file) => !file.endsWith(".test.ts"));

  it("are read through arrived(), or after asking whether they succeeded: else a page loses the focus", () => {
    expect(files.length).toBeGreaterThan(300);
    const found = files
      .filter((file) => !SUSPENDS_ITSELF.includes(file))
      .flatMap((file) =>
        rawReads(readFileSync(join(SOURCE, file), "utf8")).map((line) => `${file}: ${line.trim()}`),
      );
    expect(found).toEqual([]);
  });

  it("that are read at once are found", () => {
    expect(rawReads("const a = useQuery(() => x);\nreturn a.data?.items;")).toEqual([
      "return a.data?.items;",
    ]);
    expect(rawReads("const a = useQuery(() => x);\nreturn a.isSuccess ? a.data : null;")).toEqual([]);
  });
});
