/**
 * `node tests/browser/playground.ts`: the gateway, its dashboard and an organization with a past, to look at by hand.
 * PORT and DASHBOARD_PORT choose where.
 */
import { seed } from "./support/seed.ts";
import { openWorld } from "./support/world.ts";

const world = await openWorld("Acme Commerce", {
  port: Number(process.env.PORT ?? 0),
  dashboardPort: Number(process.env.DASHBOARD_PORT ?? 8796),
});
const seeded = await seed(world, { past: true });
console.log(
  `dashboard  ${world.dashboardUrl}/o/${world.orgId}   ${world.owner.email} / ${world.owner.password}`,
);
console.log(`gateway    ${world.runtime.url}   API key ${world.apiKey}`);
console.log(JSON.stringify(seeded, null, 2));
process.on("SIGINT", () => void world.close().then(() => process.exit(0)));
process.on("SIGTERM", () => void world.close().then(() => process.exit(0)));
