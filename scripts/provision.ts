/**
 * `npm run provision -- --region eu [--print]`: the D1 database, bucket, queues, migrations and secrets of one region, by
 * wrangler. With `--print`, or when wrangler is not logged in, it prints the commands instead. See docs/deploy.md.
 */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { writeDatabaseId } from "./deploy/database-id.ts";
import { NOTHING, planProvision, readNeeds } from "./deploy/plan-provision.ts";
import { printPlan } from "./deploy/print-plan.ts";
import { provisionRegion } from "./deploy/provision-region.ts";
import { readRegionConfig, readRegions } from "./deploy/regions.ts";
import { ROOT } from "./runtime.ts";
import { runWrangler } from "./wrangler.ts";

const CONFIG = join(ROOT, "wrangler.toml");
const SECRETS_FOLDER = join(ROOT, ".gateway");

const { values } = parseArgs({ options: { region: { type: "string" }, print: { type: "boolean" } } });
const regions = readRegions(CONFIG);
const region = regions.find((name) => name === values.region);
if (region === undefined) {
  console.error(`Name the region: npm run provision -- --region <${regions.join("|")}> [--print]`);
  process.exit(2);
}
const needs = readNeeds(readRegionConfig(CONFIG, region), region);

if (values.print === true || !(await isLoggedIn())) {
  if (values.print !== true)
    console.log("# wrangler is not logged in, so nothing was done. These are the commands:");
  console.log(printPlan(planProvision(needs, NOTHING), region).join("\n"));
} else {
  try {
    await provisionRegion(needs, {
      wrangler: runWrangler,
      recordDatabase: (id) =>
        writeFileSync(CONFIG, writeDatabaseId(readFileSync(CONFIG, "utf8"), region, id)),
      secretValue: (name) => keptSecret(region, name),
      say: (line) => console.log(line),
    });
    console.log(`\nCommit wrangler.toml. Then: npx wrangler deploy --env ${region}`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.error("\nWhat was made before stays. Mend the cause and run the same command again.");
    process.exitCode = 1;
  }
}

/** wrangler says it in words only: `whoami` ends with 0 either way. */
async function isLoggedIn(): Promise<boolean> {
  const { stdout, stderr } = await runWrangler(["whoami"]);
  return !/not authenticated/i.test(stdout + stderr);
}

/** Written before it is set: a value that only the Worker has could never be copied to a password store. */
function keptSecret(region: string, name: string): string {
  const file = join(SECRETS_FOLDER, `${region}.${name}`);
  if (!existsSync(file)) {
    mkdirSync(SECRETS_FOLDER, { recursive: true });
    writeFileSync(file, makeSecret(region, name), { mode: 0o600 });
    console.log(`kept     ${file}: move it to your password store`);
  }
  return readFileSync(file, "utf8");
}

function makeSecret(region: string, name: string): string {
  const bytes = randomBytes(32);
  return name === "SECRETS_KEYS" ? `${region}-1:${bytes.toString("base64")}` : bytes.toString("base64url");
}
