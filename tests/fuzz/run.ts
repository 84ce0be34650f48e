/**
 * `npm run fuzz [-- --seed 42 --seconds 120]`: schemathesis against a running gateway, with requests made from the
 * OpenAPI document. Ends with 1 when anything answers 5xx, or otherwise than the document says.
 *
 * It needs python3 and, the first time, PyPI. Not part of `npm test`. Every pass is bounded in time.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ensureBuilt } from "../../scripts/build.ts";
import { ROOT, startRuntime } from "../../scripts/runtime.ts";
import { createApiClient, createTenant, type Json, type Tenant } from "../support/api-client.ts";
import { insertIds, makeRealIds } from "./real-ids.ts";

const SCHEMATHESIS = "schemathesis==4.32.5";
const VENV = join(ROOT, "node_modules", ".cache", "fuzz-venv");
/** What the document promises of an answer. Whether odd input is refused is what the tests of each route say. */
const CHECKS = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_schema_conformance",
];

const { values } = parseArgs({
  options: { seed: { type: "string" }, seconds: { type: "string", default: "90" } },
});
const seed = values.seed ?? String(Math.floor(Math.random() * 1_000_000));

installSchemathesis();
await ensureBuilt();
const stateFolder = mkdtempSync(join(tmpdir(), "gateway-fuzz-"));
// Integrations point wherever the fuzzer likes: nothing of that may leave this machine.
const runtime = await startRuntime({ stateFolder, offline: true });
console.log(
  `fuzzing ${runtime.url} for ${values.seconds} s a pass; again with: npm run fuzz -- --seed ${seed}`,
);
const failures: string[] = [];
try {
  const tenant = await createTenant(runtime.url, runtime.adminToken, "fuzz");
  await writeDocument(tenant);
  const key = `Authorization: Bearer ${tenant.apiKey}`;
  const here = `X-Organization-Id: ${tenant.orgId}`;
  const withoutAdmin = ["--exclude-path-regex", "^/api/v1/admin/"];
  // The fuzzer fills in what is not set here: with the key alone it names organizations that do not exist.
  await pass("an organization's key, naming anything", 0.25, "coverage,fuzzing", [key], withoutAdmin);
  await pass("an organization's key", 1, "examples,coverage,fuzzing", [key, here], withoutAdmin);
  // Calls that follow from one another might revoke a key, so only the operator makes those.
  const operator = [`Authorization: Bearer ${runtime.adminToken}`, here];
  await pass("the operator", 1, "examples,coverage,fuzzing,stateful", operator, []);
} finally {
  await runtime.stop();
  rmSync(stateFolder, { recursive: true, force: true });
}
console.log(
  failures.length > 0
    ? `fuzzing FAILED: ${failures.join("; ")} (seed ${seed})`
    : `fuzzing passed (seed ${seed})`,
);
process.exit(failures.length > 0 ? 1 : 0);

/** The gateway's own document, with ids that exist. */
async function writeDocument(tenant: Tenant): Promise<void> {
  const response = await fetch(`${runtime.url}/openapi.json`);
  const document = (await response.json()) as Json;
  const unknown = insertIds(
    document,
    await makeRealIds(tenant, createApiClient(runtime.url, runtime.adminToken), runtime.url),
  );
  for (const path of unknown) console.log(`no real ids for ${path}: add them to tests/fuzz/real-ids.ts`);
  writeFileSync(join(stateFolder, "openapi.json"), JSON.stringify(document));
}

async function pass(
  name: string,
  share: number,
  phases: string,
  headers: readonly string[],
  more: readonly string[],
): Promise<void> {
  console.log(`\n== ${name}`);
  const seconds = String(Math.max(1, Math.round(Number(values.seconds) * share)));
  const args = [
    ["run", join(stateFolder, "openapi.json"), "--url", runtime.url, "--seed", seed, "--max-time", seconds],
    ["--phases", phases, "--checks", CHECKS.join(","), "--continue-on-failure", "--workers", "1"],
    ["--request-timeout", "20", "--warnings", "off", "--suppress-health-check", "all", ...more],
    headers.flatMap((header) => ["--header", header]),
  ].flat();
  const fuzzer = spawn(join(VENV, "bin", "schemathesis"), args, { stdio: "inherit", cwd: stateFolder });
  const [code] = (await once(fuzzer, "exit")) as [number | null];
  if (code !== 0) failures.push(name);
}

function installSchemathesis(): void {
  if (existsSync(join(VENV, "bin", "schemathesis"))) return;
  const run = (command: string, ...args: string[]) => {
    if (spawnSync(command, args, { stdio: "inherit" }).status !== 0) {
      console.error(`${command} failed. Fuzzing needs python3 with venv, and PyPI for ${SCHEMATHESIS}.`);
      process.exit(1);
    }
  };
  run("python3", "-m", "venv", VENV);
  run(join(VENV, "bin", "pip"), "install", "--quiet", SCHEMATHESIS);
}
