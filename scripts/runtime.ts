/**
 * The gateway's built Worker on its embedded runtime (workerd through Miniflare): what `npm start`, the end-to-end
 * tests, the chaos run and the benchmark all start. Nothing here is mocked; only the network of Cloudflare is local.
 */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare, Response } from "miniflare";
import { unstable_getMiniflareWorkerOptions } from "wrangler";
import { ASSETS, copyAssets } from "./copy-assets.ts";

export const ROOT = resolve(import.meta.dirname, "..");
export const BUNDLE = join(ROOT, "dist", "worker", "gateway.js");
export const WORKER_NAME = "integration-gateway";
/** What `npm run build:dashboard` makes: the folder that Pages gets. */
export const DASHBOARD = join(ROOT, "dist", "dashboard");
export const DASHBOARD_WORKER = join(DASHBOARD, "_worker.js");
const DASHBOARD_NAME = "integration-gateway-dashboard";

export interface RuntimeOptions {
  /** State of D1, R2 and Durable Objects is kept here between runs, and the local secrets with it. */
  readonly stateFolder: string;
  /** 0 takes a free port. */
  readonly port?: number;
  readonly bundle?: string;
  /** Replace or add vars. */
  readonly vars?: Readonly<Record<string, string>>;
  /** Reach workerd without Miniflare's proxying entry Worker. */
  readonly direct?: boolean;
  /** Let the isolates be looked into, through `miniflare.getInspectorURL()`. */
  readonly inspect?: boolean;
  readonly verbose?: boolean;
  /** Everything that the Worker wants to send is answered 503 on this machine. */
  readonly offline?: boolean;
  /** The dashboard's Worker beside the gateway, as Pages would run it; its folder must be built. 0 takes a free port. */
  readonly dashboardPort?: number;
  /** SECRETS_KEYS comes from a (local) Secrets Store, as it may on the platform, and not as a plain secret. */
  readonly secretsStore?: boolean;
}

export interface Runtime {
  readonly url: string;
  /** Where the dashboard is; null when it was not asked for. */
  readonly dashboardUrl: string | null;
  readonly adminToken: string;
  readonly miniflare: Miniflare;
  /** Fire the cron trigger once. */
  tick(): Promise<void>;
  stop(): Promise<void>;
}

export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const lock = lockState(options.stateFolder);
  const secrets = localSecrets(options.stateFolder);
  const { workerOptions } = unstable_getMiniflareWorkerOptions(join(ROOT, "wrangler.toml"));
  const { modulesRules: _modulesRules, assets: _assets, ...worker } = workerOptions;
  if (!existsSync(ASSETS)) copyAssets();
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: "127.0.0.1",
      port: options.port ?? 0,
      resourcePersistencePath: join(options.stateFolder, "state"),
      telemetry: { enabled: false },
      // Otherwise Miniflare asks the network for a sample `request.cf` at every start.
      cf: false,
      ...(options.inspect === true ? { inspectorPort: 0 } : {}),
      log: new Log(options.verbose === true ? LogLevel.INFO : LogLevel.ERROR),
      workers: [
        {
          ...worker,
          name: WORKER_NAME,
          modules: [
            { type: "ESModule", path: options.bundle ?? BUNDLE },
            ...wasmBeside(options.bundle ?? BUNDLE),
          ],
          modulesRoot: join(options.bundle ?? BUNDLE, ".."),
          bindings: {
            ...(worker.bindings as Record<string, string>),
            ...(options.secretsStore === true ? withoutKeys(secrets) : secrets),
            ...options.vars,
          },
          ...(options.secretsStore === true ? { secretsStoreSecrets: { SECRETS_KEYS: STORED_KEYS } } : {}),
          // Miniflare's own asset Workers would stand in front of every request, also of the direct socket: the hot
          // path would be measured with two Workers more than the platform runs.
          serviceBindings: {
            ...(worker.serviceBindings as object | undefined),
            ASSETS: { disk: { path: ASSETS } },
          },
          ...(options.offline === true
            ? // Taken and forgotten: an upstream's own 5xx would look like one of the gateway's.
              { outboundService: async () => new Response("offline") }
            : {}),
          ...(options.direct === true ? { unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }] } : {}),
        },
        ...(options.dashboardPort === undefined ? [] : [dashboardWorker(options.dashboardPort)]),
      ],
    }),
  );
  const ready = await miniflare.ready;
  const url = options.direct === true ? await miniflare.unsafeGetDirectURL(WORKER_NAME) : ready;
  await applyMigrations(miniflare);
  if (options.secretsStore === true) await storeKeys(miniflare, secrets.SECRETS_KEYS);
  const dashboard =
    options.dashboardPort === undefined ? null : await miniflare.unsafeGetDirectURL(DASHBOARD_NAME);
  return {
    url: url.origin,
    dashboardUrl: dashboard?.origin ?? null,
    adminToken: secrets.ADMIN_TOKEN,
    miniflare,
    async tick() {
      const worker = (await miniflare.getWorker()) as unknown as Pick<ScheduledWorker, "scheduled">;
      await worker.scheduled({ cron: "* * * * *", scheduledTime: new Date() });
    },
    async stop() {
      await miniflare.dispose();
      lock.release();
    },
  };
}

/** The same file, and the same binding to the gateway, as on Pages. */
function dashboardWorker(port: number) {
  return {
    name: DASHBOARD_NAME,
    compatibilityDate: "2026-10-20",
    modules: [{ type: "ESModule" as const, path: DASHBOARD_WORKER }],
    modulesRoot: DASHBOARD,
    serviceBindings: { GATEWAY: WORKER_NAME, ASSETS: { disk: { path: DASHBOARD } } },
    unsafeDirectSockets: [{ host: "127.0.0.1", port }],
  };
}

/** WebAssembly that the bundle imports by file name. One of an older build may still lie there; it is not named. */
function wasmBeside(bundle: string): { type: "CompiledWasm"; path: string }[] {
  const text = readFileSync(bundle, "utf8");
  return readdirSync(dirname(bundle))
    .filter((name) => name.endsWith(".wasm") && text.includes(name))
    .map((name) => ({ type: "CompiledWasm", path: join(dirname(bundle), name) }));
}

/** What `getWorker` answers; its published type leaves the triggers out. */
interface ScheduledWorker {
  scheduled(options: { cron: string; scheduledTime: Date }): Promise<unknown>;
}

/**
 * Two runtimes on one state folder would lock each other's databases and deliver everything twice. The lock names its
 * process, so that one left behind by `kill -9` is not in the way.
 */
function lockState(folder: string): { release(): void } {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "running.pid");
  const owner = existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
  if (owner > 0 && owner !== process.pid && isAlive(owner)) {
    throw new Error(`process ${owner} is running on ${folder}; GATEWAY_STATE names another folder`);
  }
  writeFileSync(file, String(process.pid));
  return { release: () => rmSync(file, { force: true }) };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

interface LocalSecrets extends Record<string, string> {
  readonly SECRETS_KEYS: string;
  readonly ADMIN_TOKEN: string;
}

/** Made once per state folder: what was sealed yesterday must open today. */
function localSecrets(folder: string): LocalSecrets {
  const file = join(folder, "secrets.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as LocalSecrets;
  mkdirSync(folder, { recursive: true });
  const secrets = {
    SECRETS_KEYS: `local-1:${randomBytes(32).toString("base64")}`,
    ADMIN_TOKEN: randomBytes(32).toString("base64url"),
  };
  writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  return secrets;
}

const STORED_KEYS = { store_id: "local", secret_name: "gateway-secrets-keys" };

function withoutKeys({ SECRETS_KEYS: _keys, ...others }: LocalSecrets): Record<string, string> {
  return others;
}

async function storeKeys(miniflare: Miniflare, keys: string): Promise<void> {
  const admin = await miniflare.getSecretsStoreSecretAPI("SECRETS_KEYS", WORKER_NAME);
  await admin().create(keys);
}

/** Same files and same bookkeeping table as `wrangler d1 migrations apply`. */
async function applyMigrations(miniflare: Miniflare): Promise<void> {
  const db = await miniflare.getD1Database("DB", WORKER_NAME);
  await db.exec(
    "CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)",
  );
  const { results } = await db.prepare("SELECT name FROM d1_migrations").all();
  const applied = new Set(results.map((row: Record<string, unknown>) => row.name));
  for (const name of migrationFiles()) {
    if (applied.has(name)) continue;
    const statements = readFileSync(join(ROOT, "migrations", name), "utf8").split("--> statement-breakpoint");
    await db.batch([
      ...statements.map((statement) => db.prepare(statement)),
      db.prepare("INSERT INTO d1_migrations (name) VALUES (?)").bind(name),
    ]);
  }
}

function migrationFiles(): string[] {
  const journal = JSON.parse(readFileSync(join(ROOT, "migrations", "meta", "_journal.json"), "utf8")) as {
    entries: { tag: string }[];
  };
  return journal.entries.map(({ tag }) => `${tag}.sql`);
}
