/**
 * `npm start`: the gateway on its embedded runtime, with a demo organization and a receiver that checks every signature.
 * State stays in `.gateway/` between runs; delete the folder to begin anew.
 *
 * Settings: PORT (8787), ECHO_PORT (8788), DASHBOARD_PORT (8786), GATEWAY_STATE (.gateway). `--once` ends after the demonstration.
 */
import { join, resolve } from "node:path";
import { ensureBuilt } from "./build.ts";
import { ensureDashboardBuilt } from "./build-dashboard.ts";
import { printCurlLines } from "./demo/curl-lines.ts";
import { demonstrate } from "./demo/demonstrate.ts";
import { startEchoReceiver } from "./demo/echo-receiver.ts";
import { openDemo } from "./demo/open-demo.ts";
import { openPerson } from "./demo/open-person.ts";
import { ROOT, startRuntime } from "./runtime.ts";

const CRON_INTERVAL_MS = 60_000;

const stateFolder = resolve(process.env.GATEWAY_STATE ?? join(ROOT, ".gateway"));
const port = Number(process.env.PORT ?? 8787);
const echoPort = Number(process.env.ECHO_PORT ?? 8788);
const dashboardPort = Number(process.env.DASHBOARD_PORT ?? 8786);

const refuse = (what: string, error: unknown): never => {
  console.error(`${what} could not start: ${error instanceof Error ? error.message : error}`);
  console.error(
    "For a second one beside the first: GATEWAY_STATE=.gateway-2 PORT=8799 ECHO_PORT=8800 DASHBOARD_PORT=8798 npm start",
  );
  process.exit(1);
};

console.log("building the Worker, unless it is built already …");
await ensureBuilt();
await ensureDashboardBuilt();
const echo = await startEchoReceiver(echoPort).catch((error: unknown) =>
  refuse(`The echo receiver on port ${echoPort}`, error),
);
const runtime = await startRuntime({ stateFolder, port, dashboardPort }).catch((error: unknown) =>
  refuse(`The gateway on port ${port}`, error),
);
// The local runtime fires no cron triggers by itself.
const ticker = setInterval(() => {
  runtime.tick().catch((error: unknown) => console.error("cron tick failed:", error));
}, CRON_INTERVAL_MS);

const stop = async (code: number): Promise<never> => {
  clearInterval(ticker);
  echo.close();
  await runtime.stop();
  process.exit(code);
};
process.on("SIGINT", () => void stop(0));
process.on("SIGTERM", () => void stop(0));

console.log(`gateway  ${runtime.url}   (state in ${stateFolder})`);
console.log(`admin    the token of /api/v1/admin is in ${join(stateFolder, "secrets.json")}`);
console.log(`echo     ${echo.url}   (verifies with the npm package standardwebhooks)\n`);
try {
  const demo = await openDemo(runtime, stateFolder, echo.url);
  echo.trust(demo.signingSecret);
  await demonstrate(demo, echo);
  if (process.argv.includes("--once")) await stop(0);
  printCurlLines(demo, runtime.url);
  const person = await openPerson(runtime, stateFolder, demo.orgId);
  console.log(`\ndashboard  ${runtime.dashboardUrl}   ${person.email} / ${person.password}`);
} catch (error) {
  console.error(`\nThe demonstration failed: ${error instanceof Error ? error.message : error}`);
  await stop(1);
}
