import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Miniflare, V4WorkerOptions } from "miniflare";
import { unstable_getMiniflareWorkerOptions, unstable_splitSqlQuery } from "wrangler";
import { bundleWorker } from "../bundle-worker.ts";
import { seedGateway } from "./seed-gateway.ts";
import type { Subject, SubjectContext } from "./subject.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const CONFIG = join(ROOT, "wrangler.toml");
const WORKER_NAME = "gateway";

/** The gateway as it would be deployed: wrangler's own bundle and the bindings of wrangler.toml's top level. */
export const subject: Subject = {
  name: "gateway",
  prepare,
  async seed(miniflare, { targetUrl }) {
    await migrate(miniflare);
    return await seedGateway(miniflare, WORKER_NAME, targetUrl);
  },
};

async function prepare({ scratchDir, counted }: SubjectContext): Promise<V4WorkerOptions> {
  const outDir = join(scratchDir, "gateway-bundle");
  await promisify(execFile)(
    process.execPath,
    [join(ROOT, "node_modules/wrangler/bin/wrangler.js"), "deploy", "--dry-run", "--outdir", outDir],
    { cwd: ROOT, env: { ...process.env, WRANGLER_SEND_METRICS: "false" }, timeout: 60_000 },
  );
  const { workerOptions, main } = unstable_getMiniflareWorkerOptions(CONFIG);
  const mainFile = `${(main ?? "gateway.ts").split("/").at(-1)?.replace(/\.ts$/, "")}.js`;
  const objects = Object.values(workerOptions.durableObjects ?? {}).map((object) =>
    typeof object === "string" ? object : object.className,
  );
  const entry = join(outDir, mainFile);
  const contents = counted ? await bundleWorker(entry, objects, true) : await readFile(entry, "utf8");
  return {
    ...workerOptions,
    name: WORKER_NAME,
    modulesRoot: outDir,
    modules: [{ type: "ESModule", path: entry, contents }, ...(await modulesBeside(outDir))],
  };
}

type Module = {
  readonly type: "CompiledWasm" | "Text" | "Data";
  readonly path: string;
  readonly contents: Uint8Array<ArrayBuffer>;
};

/** What wrangler laid beside the script: WebAssembly, text and data that the bundle imports by file name. */
async function modulesBeside(outDir: string): Promise<Module[]> {
  const files = await readdir(outDir);
  const modules: Module[] = [];
  for (const file of files) {
    const type = moduleType(file);
    if (type === undefined) continue;
    modules.push({
      type,
      path: join(outDir, file),
      contents: new Uint8Array(await readFile(join(outDir, file))),
    });
  }
  return modules;
}

function moduleType(file: string): Module["type"] | undefined {
  if (file.endsWith(".wasm")) return "CompiledWasm";
  if (/\.(html|txt|sql)$/.test(file)) return "Text";
  if (file.endsWith(".bin")) return "Data";
  return undefined;
}

async function migrate(miniflare: Miniflare): Promise<void> {
  const database = await miniflare.getD1Database("DB", WORKER_NAME);
  const folder = join(ROOT, "migrations");
  const files = (await readdir(folder)).filter((file) => file.endsWith(".sql")).sort();
  for (const file of files) {
    const statements = unstable_splitSqlQuery(await readFile(join(folder, file), "utf8"));
    await database.batch(statements.map((statement) => database.prepare(statement)));
  }
}
