import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { allConnectors, findConnector } from "#connectors/registry";
import { manifestProblems } from "#connectors/testing/manifest-problems";

const ROOT = join(import.meta.dirname, "../workers/connectors");
const table = readFileSync(join(import.meta.dirname, "../docs/providers.md"), "utf8");
const folders = readdirSync(ROOT).filter((name) => existsSync(join(ROOT, name, "metadata.json")));

describe("providers' folders", () => {
  it("are all in the registry, each under its own name, and nothing else is", () => {
    expect(folders.length).toBeGreaterThan(30);
    expect(
      allConnectors()
        .map(({ manifest }) => manifest.id)
        .sort(),
    ).toEqual(folders.sort());
  });

  it.each(folders)(
    "%s says what is signed and where that is written, has tests, and is in the table of the docs",
    (name) => {
      const readme = readFileSync(join(ROOT, name, "README.md"), "utf8");
      expect(readme).toMatch(/^# \S/);
      if (name !== "generic") expect(readme).toContain("https://");
      expect(table).toContain(`(../workers/connectors/${name}/README.md)`);
      expect(readdirSync(join(ROOT, name)).some((file) => file.endsWith(".test.ts"))).toBe(true);
    },
  );

  it.each(allConnectors())("$manifest.id has a manifest that keeps to the contract", ({ manifest }) => {
    expect(manifestProblems(manifest)).toEqual([]);
    expect(findConnector(manifest.id)?.manifest).toBe(manifest);
  });
});
