import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const manuals = readdirSync(join(ROOT, "docs")).filter((name) => name.endsWith(".md"));
const pages = ["README.md", ...manuals.map((name) => `docs/${name}`)];
const readme = readFileSync(join(ROOT, "README.md"), "utf8");

/** A newcomer follows the table of questions; a file that was moved must not leave it pointing at nothing. */
describe("the documents", () => {
  it.each(pages)("lead nowhere but to what is there: %s", (page) => {
    const links = [...readFileSync(join(ROOT, page), "utf8").matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)];
    const missing = links
      .map(([, target = ""]) => target)
      .filter((target) => !/^[a-z]+:/.test(target) && !existsSync(join(ROOT, dirname(page), target)));
    expect(missing).toEqual([]);
  });

  it.each(manuals)("can all be found from the README: %s", (name) => {
    expect(readme).toContain(`(docs/${name})`);
  });
});
