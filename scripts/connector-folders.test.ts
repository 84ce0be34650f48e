import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const FOLDER = join(ROOT, "workers/connectors");
const providers = readdirSync(FOLDER).filter((name) => existsSync(join(FOLDER, name, "metadata.json")));
const registry = readFileSync(join(FOLDER, "registry.ts"), "utf8");
const table = readFileSync(join(ROOT, "docs/webhook-providers.md"), "utf8");

it("there are providers to look at", () => {
  expect(providers.length).toBeGreaterThan(30);
});

it.each(providers)(
  "%s is registered under its folder's name, explained, tested and in the table of the docs",
  (id) => {
    const metadata: { readonly id: string } = JSON.parse(
      readFileSync(join(FOLDER, id, "metadata.json"), "utf8"),
    );
    expect(metadata.id).toBe(id);
    expect(registry).toContain(`"./${id}/index.ts"`);
    expect(existsSync(join(FOLDER, id, "README.md"))).toBe(true);
    expect(readdirSync(join(FOLDER, id)).some((name) => name.endsWith(".test.ts"))).toBe(true);
    expect(table).toContain(`(../workers/connectors/${id}/README.md)`);
  },
);
