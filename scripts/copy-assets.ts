/**
 * Copies the files of Swagger UI that /docs needs into dist/assets, under the paths they are asked for by. wrangler runs
 * it ahead of every build and deploy (`[build]` in wrangler.toml).
 */
import { copyFileSync, mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** What wrangler uploads, and what the local runtime serves. */
export const ASSETS = resolve(import.meta.dirname, "..", "dist", "assets");

const FILES = ["swagger-ui-bundle.js", "swagger-ui.css", "favicon-32x32.png", "LICENSE"];

export function copyAssets(): void {
  const from = dirname(fileURLToPath(import.meta.resolve("swagger-ui-dist/package.json")));
  const to = join(ASSETS, "docs", "assets");
  mkdirSync(to, { recursive: true });
  for (const file of FILES) copyFileSync(join(from, file), join(to, file));
}

if (import.meta.main) copyAssets();
