/**
 * `npm run chaos:rotation [-- --secrets 10000 --kills 10 --seed N]`: many secrets in use, a part of them sealed as before
 * there were data keys; both levels of keys are replaced under traffic while the runtime is killed with SIGKILL. In the
 * end every secret opens and arrives, nothing is left on an old key, and the gateway works without it.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scheduler } from "node:timers/promises";
import { parseArgs } from "node:util";
import { ensureBuilt } from "../../scripts/build.ts";
import { freePort } from "../support/free-port.ts";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway-process.ts";
import { createRandom } from "../support/random.ts";
import { changeKeys, newKey, openDatabase, openEverything, sealDirectly } from "./database.ts";
import { findSealed } from "./leftovers.ts";
import { startVerifyingReceiver } from "./receiver.ts";
import { createTenants, type KnownTenant, SECRETS_PER_TENANT } from "./tenants.ts";
import { postEvent, startTraffic } from "./traffic.ts";

const { values } = parseArgs({
  options: {
    secrets: { type: "string", default: "10000" },
    kills: { type: "string", default: "10" },
    seed: { type: "string", default: String(Date.now() % 1_000_000_000) },
  },
});
const TENANTS = Math.ceil(Number(values.secrets) / SECRETS_PER_TENANT);
const KILLS = Number(values.kills);
const SEED = Number(values.seed);
const ARRIVAL_MS = 240_000;
/** Every so manieth integration is as the gateway sealed it before. */
const SEALED_BEFORE = 5;

console.log(`rotation: ${TENANTS * SECRETS_PER_TENANT} secrets, ${KILLS} kills, seed ${SEED}`);
await ensureBuilt();
const startedAt = Date.now();
const random = createRandom(SEED);
const stateFolder = mkdtempSync(join(tmpdir(), "gateway-rotation-"));
const receiver = await startVerifyingReceiver();
const port = await freePort();
const failures: string[] = [];
let kills = 0;
let gateway: GatewayProcess = await start();
try {
  await prove();
} catch (error) {
  failures.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
} finally {
  await gateway.kill();
  await receiver.close();
}
for (const failure of failures.slice(0, 20)) console.error(`FAILED: ${failure}`);
if (failures.length === 0) rmSync(stateFolder, { recursive: true, force: true });
else console.error(`state kept in ${stateFolder}`);
console.log(
  `${failures.length === 0 ? "ok" : "failed"} after ${Math.round((Date.now() - startedAt) / 1000)} s`,
);
process.exit(failures.length === 0 ? 0 : 1);

async function prove(): Promise<void> {
  const tenants = await createTenants(TENANTS, gateway, receiver.url);
  receiver.trust(tenants);
  report("filled through the API");
  await gateway.stop();
  makeSomeOld(tenants);
  gateway = await start();

  const traffic = startTraffic(() => gateway.url, tenants, createRandom(SEED + 1));
  await rotate("key_encryption_keys", Math.ceil(KILLS / 2));
  await rotate("data_keys", Math.floor(KILLS / 2));
  await traffic.stop();
  report(`${traffic.promised.size} deliveries promised meanwhile, ${traffic.changes} secrets changed`);
  await arrive([...traffic.promised], "what was promised during the rotations");
  await sendToAll(tenants, "with the old key still configured");

  await gateway.stop();
  const newest = changeKeys(stateFolder, (keys) => keys.split(",")[0] ?? "");
  checkDatabase(newest, tenants);
  gateway = await start();
  await sendToAll(tenants, "without the old key");
  if (kills < KILLS) failures.push(`only ${kills} kills`);
  failures.push(...receiver.wrong);
}

/** Seals a part as before, and puts a new key in front. */
function makeSomeOld(tenants: readonly KnownTenant[]): void {
  const db = openDatabase(stateFolder);
  let secrets = 0;
  const old = changeKeys(stateFolder, (keys) => keys);
  tenants
    .flatMap(({ integrations }) => integrations)
    .forEach((integration, index) => {
      if (index % SEALED_BEFORE === 0) secrets += sealDirectly(db, old, integration);
    });
  db.close();
  changeKeys(stateFolder, (keys) => `${newKey("local-2")},${keys}`);
  report(`${secrets} secrets sealed as before there were data keys; a new key in front`);
}

/** The command for operators does it, and goes on over the kills. */
async function rotate(level: string, wanted: number): Promise<void> {
  const script = join(import.meta.dirname, "..", "..", "scripts", "rotate-keys.ts");
  const child = spawn(process.execPath, [script, "--url", gateway.url, "--level", level], {
    env: { ...process.env, ADMIN_TOKEN: gateway.adminToken },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let lines = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    lines += text;
  });
  let ended: number | null = null;
  const end = new Promise<void>((resolve) =>
    child.once("exit", (code) => {
      ended = code ?? 1;
      resolve();
    }),
  );
  while (lines === "" && ended === null) await scheduler.wait(5);
  for (let own = 0; own < wanted && ended === null; own++) {
    // Mostly within a step, sometimes between the rounds.
    await scheduler.wait(random() * random() * 1_500);
    if (ended !== null) break;
    await gateway.kill();
    kills++;
    console.log(`  killed at: ${lines.trim().split("\n").at(-1)}`);
    gateway = await start();
    const before = lines;
    // Until it moves again: otherwise every further kill would meet the same moment.
    while (lines === before && ended === null) await scheduler.wait(20);
  }
  await end;
  report(`${level}: ${lines.trim().split("\n").slice(-2).join("; ")}`);
  if (ended !== 0) failures.push(`rotate-keys ended with ${ended}`);
}

async function sendToAll(tenants: readonly KnownTenant[], when: string): Promise<void> {
  const promised: string[] = [];
  for (let at = 0; at < tenants.length; at += 16) {
    const posts = await Promise.all(
      tenants.slice(at, at + 16).map((tenant) => postEvent(gateway.url, tenant)),
    );
    promised.push(...posts.flat());
  }
  await arrive(promised, `one event for every integration ${when}`);
}

async function arrive(promised: readonly string[], what: string): Promise<void> {
  const deadline = Date.now() + ARRIVAL_MS;
  for (;;) {
    const missing = promised.filter((promise) => !receiver.verified.has(promise));
    if (missing.length === 0) return report(`${promised.length} verified: ${what}`);
    if (Date.now() > deadline) {
      failures.push(...missing.slice(0, 5).map((promise) => `${promise} did not arrive: ${what}`));
      return;
    }
    await scheduler.wait(250);
  }
}

function checkDatabase(keys: string, tenants: readonly KnownTenant[]): void {
  const db = openDatabase(stateFolder);
  const integrations = tenants.flatMap((tenant) => tenant.integrations);
  const { opened, faults } = openEverything(db, keys, integrations);
  const { texts, dataKeys, columns } = findSealed(db);
  db.close();
  failures.push(...faults);
  if (opened !== TENANTS * SECRETS_PER_TENANT) failures.push(`${opened} secrets opened`);
  const [id = ""] = keys.split(":");
  for (const name of texts.keys())
    if (name !== "v2.2") failures.push(`${texts.get(name)} texts under ${name}`);
  for (const name of dataKeys.keys())
    if (name !== id) failures.push(`${dataKeys.get(name)} data keys under ${name}`);
  report(
    `${opened} secrets opened by Node's crypto with ${id} alone; in the database: ${show(texts)}, data keys ${show(dataKeys)}, in ${[...columns].join(", ")}`,
  );
}

function show(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([name, count]) => `${count} under ${name}`).join(", ");
}

function start(): Promise<GatewayProcess> {
  return startGatewayProcess({ stateFolder, port, tickMs: 2_000 });
}

function report(line: string): void {
  console.log(`${String(Math.round((Date.now() - startedAt) / 1000)).padStart(4)} s  ${line}`);
}
