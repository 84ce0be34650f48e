/**
 * Makes texts of what runs inside the cage (workers/sandbox/schema/inside): Ajv, which compiles schemas, and the helpers that
 * compiled code asks for. The file is generated and not committed, so that it can never be older than the package it is made
 * of; everything that bundles the Worker calls this first.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { buildSync } from "esbuild";

const FOLDER = resolve(import.meta.dirname, "..", "workers", "sandbox", "schema");
const TARGET = join(FOLDER, "inside.generated.js");

export function bundleAjv(): void {
  const module = [
    "// Made by scripts/bundle-ajv.ts.",
    `export const COMPILER = ${JSON.stringify(textOf("compiler.ts"))};`,
    `export const CHECKER = ${JSON.stringify(textOf("checker.ts"))};`,
    "",
  ].join("\n");
  // Only when it changed: whoever watches the folder would otherwise build for ever.
  if (existsSync(TARGET) && readFileSync(TARGET, "utf8") === module) return;
  writeFileSync(TARGET, module);
}

function textOf(entry: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [join(FOLDER, "inside", entry)],
    bundle: true,
    format: "iife",
    target: "es2023",
    platform: "neutral",
    mainFields: ["main"],
    minify: true,
    legalComments: "none",
    write: false,
    logLevel: "silent",
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error(`esbuild made nothing of ${entry}`);
  return file.text;
}

if (import.meta.main) bundleAjv();
