/**
 * `npm run dashboard:pages`: the built dashboard as Pages runs it (`wrangler pages dev`), with the gateway (`wrangler dev`)
 * bound as a service, and somebody who can sign in. Slower to start than `npm start`, and nearer to a deployment: Pages'
 * own routing, headers and assets.
 *
 * Settings: PORT (8787), DASHBOARD_PORT (8786), GATEWAY_STATE (.gateway/pages).
 */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { ensureDashboardBuilt } from "./build-dashboard.ts";
import { callApi } from "./demo/call-api.ts";
import { openPerson } from "./demo/open-person.ts";
import { DASHBOARD, ROOT, WORKER_NAME } from "./runtime.ts";
import { PROGRAM, runWrangler } from "./wrangler.ts";

const PATIENCE_MS = 120_000;
/** As ui/wrangler.toml says it of a deployment. */
const SERVICE = ["--service", `GATEWAY=${WORKER_NAME}`, "--compatibility-date", "2026-10-20"];
const state = resolve(process.env.GATEWAY_STATE ?? join(ROOT, ".gateway", "pages"));
const url = `http://127.0.0.1:${Number(process.env.PORT ?? 8787)}`;
const dashboardUrl = `http://127.0.0.1:${Number(process.env.DASHBOARD_PORT ?? 8786)}`;

mkdirSync(state, { recursive: true });
const { file, adminToken } = secrets();
await ensureDashboardBuilt();
const migrated = await runWrangler(["d1", "migrations", "apply", "DB", "--local", "--persist-to", state]);
if (migrated.exitCode !== 0) throw new Error(`The database is not ready: ${migrated.stderr}`);

// In the project `pages dev` takes the gateway's wrangler.toml for its own, whatever folder it is given.
const elsewhere = mkdtempSync(join(tmpdir(), "gateway-pages-"));
const programs = [
  wrangler(ROOT, ["dev", ...at(url), "--persist-to", state, "--env-file", file]),
  wrangler(elsewhere, ["pages", "dev", DASHBOARD, ...SERVICE, ...at(dashboardUrl)]),
];
const stop = (code: number): never => {
  for (const program of programs) program.kill("SIGTERM");
  process.exit(code);
};
process.on("SIGINT", () => stop(0));
process.on("SIGTERM", () => stop(0));
for (const program of programs) program.on("exit", () => stop(1));

await answers(`${url}/health`);
// Through Pages, its routing and the service binding.
await answers(`${dashboardUrl}/health`);
const person = await openPerson({ url, adminToken }, state, await organization());
console.log(`\ndashboard  ${dashboardUrl}   ${person.email} / ${person.password}`);

function at(origin: string): string[] {
  const { hostname, port } = new URL(origin);
  return ["--ip", hostname, "--port", port, "--inspector-port", "0", "--show-interactive-dev-session=false"];
}

function wrangler(cwd: string, args: readonly string[]): ChildProcess {
  const env = { ...process.env, WRANGLER_SEND_METRICS: "false" };
  return spawn(process.execPath, [PROGRAM, ...args], { cwd, env, stdio: ["ignore", "inherit", "inherit"] });
}

async function answers(address: string): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    const answer = await fetch(address).catch(() => null);
    if (answer?.ok === true) return;
    await wait(500);
  }
  console.error(`${address} does not answer.`);
  stop(1);
}

/** What a deployment gets by `wrangler secret put`. Made once: what was sealed yesterday must open today. */
function secrets(): { file: string; adminToken: string } {
  const file = join(state, "secrets.env");
  if (!existsSync(file)) {
    const lines = [
      `SECRETS_KEYS=local-1:${randomBytes(32).toString("base64")}`,
      `ADMIN_TOKEN=${randomBytes(32).toString("base64url")}`,
    ];
    writeFileSync(file, `${lines.join("\n")}\n`, { mode: 0o600 });
  }
  const adminToken = /^ADMIN_TOKEN=(.+)$/m.exec(readFileSync(file, "utf8"))?.[1] ?? "";
  return { file, adminToken };
}

async function organization(): Promise<string> {
  const file = join(state, "organization.json");
  if (existsSync(file)) return (JSON.parse(readFileSync(file, "utf8")) as { id: string }).id;
  const admin = { url, apiKey: adminToken };
  const made = await callApi<{ id: string }>(admin, 201, "POST", "/api/v1/admin/organizations", {
    name: "Demo",
  });
  writeFileSync(file, JSON.stringify(made));
  return made.id;
}
