/** Bundles a Worker for workerd, as it is or with its operations counted. */
import { build } from "esbuild";
import { bundleAjv } from "../scripts/bundle-ajv.ts";

const COUNTER = new URL("operation-counter.ts", import.meta.url).pathname;

/**
 * The ES module for `entry` (an absolute path). With `counted`, an entry written around it exports the same handlers
 * and the Durable Object classes `objectClasses` with every billable operation counted.
 */
export async function bundleWorker(
  entry: string,
  objectClasses: readonly string[],
  counted: boolean,
): Promise<string> {
  bundleAjv();
  const contents = counted
    ? countedEntry(entry, objectClasses)
    : `export * from ${JSON.stringify(entry)}; export { default } from ${JSON.stringify(entry)};`;
  const result = await build({
    stdin: { contents, resolveDir: new URL(".", import.meta.url).pathname, loader: "ts" },
    bundle: true,
    format: "esm",
    target: "es2024",
    write: false,
    // What is not JavaScript stays a module of its own; whoever runs the bundle adds it beside.
    external: ["cloudflare:*", "node:*", "*.wasm", "*.html", "*.txt", "*.bin"],
    logLevel: "silent",
  });
  const output = result.outputFiles[0];
  if (output === undefined) throw new Error(`esbuild made nothing of ${entry}`);
  return output.text;
}

function countedEntry(entry: string, objectClasses: readonly string[]): string {
  return [
    `import * as worker from ${JSON.stringify(entry)};`,
    `import { countHandlers, countObject } from ${JSON.stringify(COUNTER)};`,
    `export * from ${JSON.stringify(entry)};`,
    "export default countHandlers(worker.default);",
    ...objectClasses.map((name) => `export const ${name} = countObject(worker.${name});`),
  ].join("\n");
}
