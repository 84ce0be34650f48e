/** wrangler, run by the same Node as the caller and without telemetry. */
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "..");
/** Its package exports do not name the program, so the path is taken from the package's folder. */
export const PROGRAM = join(
  dirname(createRequire(import.meta.url).resolve("wrangler/package.json")),
  "bin",
  "wrangler.js",
);

export interface WranglerResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Never throws for what wrangler refused: the exit code says it. `input` is written to its standard input. */
export function runWrangler(args: readonly string[], input = ""): Promise<WranglerResult> {
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      [PROGRAM, ...args],
      {
        cwd: ROOT,
        env: { ...process.env, WRANGLER_SEND_METRICS: "false", NO_COLOR: "1", FORCE_COLOR: "0" },
        maxBuffer: 64 * 1024 * 1024,
      },
      (error, stdout, stderr) => {
        const exitCode = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
        done({ exitCode, stdout, stderr: error === null || stderr !== "" ? stderr : error.message });
      },
    );
    child.stdin?.end(input);
  });
}
