import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./runtime.ts";

/**
 * One digest over files and folders, tests and declarations left out. Contents are compared and not times: a checkout touches files without
 * changing them, and an edit can keep its second.
 */
export function hashInputs(inputs: readonly string[]): string {
  const hash = createHash("sha256");
  for (const input of inputs) {
    for (const file of filesIn(join(ROOT, input))) {
      const content = readFileSync(file);
      hash.update(`${file.slice(ROOT.length)}\0${content.byteLength}\0`).update(content);
    }
  }
  return hash.digest("hex");
}

function filesIn(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(test|d)\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
