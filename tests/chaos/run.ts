/**
 * `npm run chaos [-- --events 10000 --kills 25 --seed N]`: events flow while receivers fail and the whole runtime is
 * killed with SIGKILL at random moments. Ends with a reconciliation of every single event; exits 1 when one is lost.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scheduler } from "node:timers/promises";
import { parseArgs } from "node:util";
import { ensureBuilt } from "../../scripts/build.ts";
import { createTenant, type Tenant } from "../support/api-client.ts";
import { freePort } from "../support/free-port.ts";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway-process.ts";
import { createRandom } from "../support/random.ts";
import { createIntegration, settledDeliveries } from "./gateway-state.ts";
import { startChaosReceiver } from "./receiver.ts";
import { reconcile } from "./reconcile.ts";
import { type Sent, sendEvents } from "./sender.ts";

const { values } = parseArgs({
  options: {
    events: { type: "string", default: "10000" },
    kills: { type: "string", default: "25" },
    seed: { type: "string", default: String(Date.now() % 1_000_000_000) },
  },
});
const EVENTS = Number(values.events);
const KILLS = Number(values.kills);
const SEED = Number(values.seed);
const DEADLINE_MS = 9.5 * 60_000;

console.log(`chaos: ${EVENTS} events, ${KILLS} kills, seed ${SEED} (replay with --seed ${SEED})`);
await ensureBuilt();
const startedAt = Date.now();
const random = createRandom(SEED);
const stateFolder = mkdtempSync(join(tmpdir(), "gateway-chaos-"));
const receiver = await startChaosReceiver(SEED);
const port = await freePort();
let gateway: GatewayProcess = await startGatewayProcess({ stateFolder, port, tickMs: 10_000 });
let failed = true;
try {
  const tenant = await createTenant(gateway.url, gateway.adminToken, "chaos");
  receiver.trust(await createIntegration(tenant, receiver.url));
  const sent: Sent = { accepted: new Set(), retries: 0 };
  const sending = sendEvents(
    {
      url: () => gateway.url,
      apiKey: tenant.apiKey,
      events: EVENTS,
      random: createRandom(SEED + 1),
      connections: 8,
    },
    sent,
  );
  const kills = await killUntilDone(tenant, sending);
  await sending;
  await waitUntilSettled(tenant, sent);
  const deliveries = await settledDeliveries(tenant);
  const report = reconcile(EVENTS, sent, receiver.received, deliveries);
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  console.log(`kills ${kills}, posts repeated ${sent.retries}, ${seconds} s`);
  for (const line of report.lines) console.log(line);
  failed = report.failures.length > 0 || kills < KILLS;
  for (const failure of report.failures) console.error(`FAILED: ${failure}`);
  console.log(JSON.stringify({ seed: SEED, kills, seconds, ...report.counts }));
} finally {
  await gateway.kill();
  receiver.close();
  if (failed) console.error(`state kept in ${stateFolder}`);
  else rmSync(stateFolder, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);

/** Kills at random moments: some right after a start, some in the middle of the flood, some while retries drain. */
async function killUntilDone(_tenant: Tenant, _sending: Promise<void>): Promise<number> {
  let kills = 0;
  while (kills < KILLS) {
    await scheduler.wait(200 + random() * random() * 8_000);
    await gateway.kill();
    kills++;
    gateway = await startGatewayProcess({ stateFolder, port, tickMs: 10_000 });
  }
  return kills;
}

async function waitUntilSettled(tenant: Tenant, sent: Sent): Promise<void> {
  for (;;) {
    const settled = new Set((await settledDeliveries(tenant)).map(({ eventId }) => eventId));
    const missing = [...sent.accepted].filter((id) => !settled.has(id)).length;
    if (missing === 0) return;
    if (Date.now() - startedAt > DEADLINE_MS)
      return console.error(`${missing} events are not settled in time`);
    await scheduler.wait(Math.min(5_000, 500 + missing));
  }
}
