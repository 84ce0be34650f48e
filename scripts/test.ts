/**
 * `npm test`: everything that proves the project, in the order in which it fails fastest. Ends with the line
 * `N passed, N failed`. `--quick` leaves out the end-to-end, chaos and deployment steps.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHROMIUM } from "../tests/browser/support/chromium.ts";

interface Step {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Vitest says how many of its tests passed; any other step counts as one. */
  readonly vitest?: boolean;
  readonly slow?: boolean;
  /** A program that a stranger need not have. CI has it, and there a missing one fails. */
  readonly needs?: string;
}

const STEPS: readonly Step[] = [
  { name: "generated code", command: "node", args: ["scripts/bundle-ajv.ts"] },
  { name: "binding types", command: "wrangler", args: ["types"] },
  { name: "types (workers)", command: "tsc", args: ["-p", "."] },
  { name: "types (scripts, tests, bench)", command: "tsc", args: ["-p", "tsconfig.node.json"] },
  { name: "types of the API for the dashboard", command: "node", args: ["scripts/api-types.ts"] },
  { name: "types (dashboard)", command: "tsc", args: ["-p", "ui"] },
  { name: "style", command: "biome", args: ["check", "."] },
  { name: "directions", command: "node", args: ["scripts/check-directions.ts"] },
  { name: "unused code", command: "knip", args: [] },
  { name: "domain and workerd tests", command: "vitest", args: ["run"], vitest: true },
  { name: "build", command: "node", args: ["scripts/build.ts"], slow: true },
  { name: "budget of the dashboard", command: "node", args: ["scripts/check-budget.ts"], slow: true },
  { name: "deployment dry run", command: "node", args: ["scripts/check-deploy.ts"], slow: true },
  {
    name: "end-to-end tests",
    command: "vitest",
    args: ["run", "--config", "tests/vitest.config.ts"],
    vitest: true,
    slow: true,
  },
  {
    name: "dashboard in Chromium",
    command: "vitest",
    args: ["run", "--config", "tests/browser.config.ts"],
    vitest: true,
    slow: true,
    needs: CHROMIUM,
  },
  {
    name: "chaos (short)",
    command: "node",
    args: ["tests/chaos/run.ts", "--events", "1500", "--kills", "5"],
    slow: true,
  },
  {
    name: "kills after a 202 (short)",
    command: "node",
    args: ["tests/chaos/kills.ts", "--kills", "12"],
    slow: true,
  },
  {
    name: "key rotation under traffic and kills (short)",
    command: "node",
    args: ["tests/rotation/run.ts", "--secrets", "400", "--kills", "2"],
    slow: true,
  },
];

const quick = process.argv.includes("--quick");
const scratch = mkdtempSync(join(tmpdir(), "gateway-test-"));
let passed = 0;
let failed = 0;
const failures: string[] = [];

for (const step of STEPS.filter((candidate) => !(quick && candidate.slow))) await judge(step);
rmSync(scratch, { recursive: true, force: true });

if (failures.length > 0) console.error(`\nfailed: ${failures.join(", ")}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failures.length > 0 ? 1 : 0);

async function judge(step: Step): Promise<void> {
  if (step.needs !== undefined && !existsSync(step.needs) && process.env.CI === undefined) {
    console.log(`\n== ${step.name}: LEFT OUT, there is no ${step.needs}`);
    return;
  }
  const startedAt = Date.now();
  console.log(`\n== ${step.name}`);
  const { counts, ok } = await run(step);
  passed += counts.passed;
  failed += counts.failed;
  if (!ok) failures.push(step.name);
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(`== ${step.name}: ${ok ? "ok" : "FAILED"} in ${seconds} s`);
}

async function run(step: Step): Promise<{ counts: { passed: number; failed: number }; ok: boolean }> {
  const name = step.name.replaceAll(/\W+/g, "-");
  const report = join(scratch, `${name}.json`);
  const args = step.vitest
    ? [...step.args, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`]
    : step.args;
  const env = { ...process.env, WRANGLER_SEND_METRICS: "false", DO_NOT_TRACK: "1" };
  const child = spawn(step.command, args, { stdio: "inherit", env });
  const status = await new Promise<number | null>((resolve) => {
    child.once("error", () => resolve(null));
    child.once("close", resolve);
  });
  const ok = status === 0;
  return { ok, counts: step.vitest ? vitestCounts(report, ok) : { passed: Number(ok), failed: Number(!ok) } };
}

/** A run that ended without a report, or without a single test, has failed whatever its exit code says. */
function vitestCounts(report: string, ok: boolean): { passed: number; failed: number } {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, "utf8")) as {
      numPassedTests: number;
      numFailedTests: number;
    };
    return { passed: numPassedTests, failed: Math.max(numFailedTests, ok ? 0 : 1) };
  } catch {
    return { passed: 0, failed: 1 };
  }
}
