/**
 * `npm run chaos:kills [-- --kills 1000 --seed N]`: posts events and kills the whole runtime with SIGKILL within
 * milliseconds of a 202, again and again on the same storage. In the end every id that was ever acknowledged must have
 * a record. Two lanes run side by side, each with a gateway and a folder of its own.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scheduler } from "node:timers/promises";
import { parseArgs } from "node:util";
import { ensureBuilt } from "../../scripts/build.ts";
import { createTenant, type Tenant } from "../support/api-client.ts";
import { freePort } from "../support/free-port.ts";
import { startGatewayProcess } from "../support/gateway-process.ts";
import { createRandom } from "../support/random.ts";
import { startReceiver } from "../support/receiver.ts";
import { createIntegration, settledDeliveries } from "./gateway-state.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "1000" },
    lanes: { type: "string", default: "2" },
    seed: { type: "string", default: String(Date.now() % 1_000_000_000) },
  },
});
const KILLS = Number(values.kills);
const LANES = Number(values.lanes);
const SEED = Number(values.seed);
const POSTS_AT_ONCE = 4;
const SETTLE_TIMEOUT_MS = 120_000;

console.log(`kills: ${KILLS} within milliseconds of a 202, seed ${SEED}`);
await ensureBuilt();
const startedAt = Date.now();
const results = await Promise.all(
  Array.from({ length: LANES }, (_, lane) =>
    runLane(lane, Math.ceil(KILLS / LANES), createRandom(SEED + lane)),
  ),
);
const acknowledged = results.reduce((sum, result) => sum + result.acknowledged, 0);
const missing = results.flatMap((result) => result.missing);
const kills = results.reduce((sum, result) => sum + result.kills, 0);
const seconds = Math.round((Date.now() - startedAt) / 1000);
console.log(`kills ${kills}, acknowledged ${acknowledged}, missing ${missing.length}, ${seconds} s`);
for (const id of missing.slice(0, 20)) console.error(`FAILED: ${id} was acknowledged and has no record`);
console.log(JSON.stringify({ seed: SEED, kills, acknowledged, missing: missing.length, seconds }));
process.exit(missing.length > 0 || acknowledged < kills ? 1 : 0);

interface LaneResult {
  readonly kills: number;
  readonly acknowledged: number;
  readonly missing: readonly string[];
}

async function runLane(lane: number, kills: number, random: () => number): Promise<LaneResult> {
  const stateFolder = mkdtempSync(join(tmpdir(), `gateway-kills-${lane}-`));
  const receiver = await startReceiver();
  const port = await freePort();
  const acknowledged = new Set<string>();
  let gateway = await startGatewayProcess({ stateFolder, port });
  const tenant = await createTenant(gateway.url, gateway.adminToken, `kills ${lane}`);
  await createIntegration(tenant, receiver.url);
  for (let kill = 0; kill < kills; kill++) {
    await postUntilKilled(tenant, acknowledged, async () => {
      await scheduler.wait(random() * 4);
      await gateway.kill();
    });
    gateway = await startGatewayProcess({ stateFolder, port });
    if ((kill + 1) % 50 === 0)
      console.log(`lane ${lane}: ${kill + 1} kills, ${acknowledged.size} acknowledged`);
  }
  const missing = await waitForRecords(tenant, acknowledged);
  await gateway.kill();
  await receiver.close();
  if (missing.length === 0) rmSync(stateFolder, { recursive: true, force: true });
  else console.error(`lane ${lane}: state kept in ${stateFolder}`);
  return { kills, acknowledged: acknowledged.size, missing };
}

/** Several posts at once; the first 202 pulls the trigger, and whatever else was acknowledged until the end counts. */
async function postUntilKilled(
  tenant: Tenant,
  acknowledged: Set<string>,
  kill: () => Promise<void>,
): Promise<void> {
  let killing: Promise<void> | null = null;
  const posts = Array.from({ length: POSTS_AT_ONCE }, async () => {
    try {
      const answer = await tenant.api.call("POST", "/api/v1/events", {
        type: "order.created",
        payload: { at: Date.now() },
      });
      if (answer.status !== 202) return;
      acknowledged.add(String(answer.json.id));
      killing ??= kill();
    } catch {
      // Killed under this request: it was not acknowledged, so nothing was promised.
    }
  });
  await Promise.all(posts);
  await (killing ?? kill());
}

async function waitForRecords(tenant: Tenant, acknowledged: ReadonlySet<string>): Promise<string[]> {
  const deadline = Date.now() + SETTLE_TIMEOUT_MS;
  for (;;) {
    const settled = new Set((await settledDeliveries(tenant)).map(({ eventId }) => eventId));
    const missing = [...acknowledged].filter((id) => !settled.has(id));
    if (missing.length === 0 || Date.now() > deadline) return missing;
    await scheduler.wait(1_000);
  }
}
