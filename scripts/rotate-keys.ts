/**
 * `npm run rotate-keys -- --url https://… --level key_encryption_keys|data_keys [--token …]`: replaces the keys of
 * secrets at rest and shows how far it is. Exits 1 when something stays under an old key. The token may also come from
 * ADMIN_TOKEN: what stands on a command line, others on the machine can read.
 */
import { scheduler } from "node:timers/promises";
import { parseArgs } from "node:util";

interface Rotation {
  readonly id: string;
  readonly level: string;
  readonly status: "running" | "completed" | "incomplete";
  readonly percentage: number;
  readonly rewritten: number;
  readonly left: number;
  readonly leftExamples: readonly string[];
}

interface Encryption {
  readonly keys: readonly { readonly id: string; readonly removable: boolean }[];
  readonly rotations: readonly Rotation[];
}

const POLL_MS = 500;
/** A gateway that restarts is away for a while; the rotation goes on by itself. */
const GIVE_UP_MS = 120_000;
const PATH = "/api/v1/admin/encryption";

const { values } = parseArgs({
  options: { url: { type: "string" }, token: { type: "string" }, level: { type: "string" } },
});
const token = values.token ?? process.env.ADMIN_TOKEN;
const { url, level } = values;
if (url === undefined || token === undefined || level === undefined) {
  console.error(
    "usage: npm run rotate-keys -- --url <url> --token <token> --level key_encryption_keys|data_keys",
  );
  process.exit(2);
}

try {
  const ended = await follow(await start(url, level));
  if (ended.status === "completed") await sayWhatCanGo(url);
  process.exit(ended.status === "completed" ? 0 : 1);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

/** One that runs already at the same level is followed: whoever was interrupted says the same command again. */
async function start(base: string, wanted: string): Promise<Rotation> {
  const response = await ask(base, "POST", `${PATH}/rotations`, { level: wanted });
  if (response.status === 202) return (await response.json()) as Rotation;
  if (response.status === 409) {
    const { rotations } = (await (await ask(base, "GET", PATH)).json()) as Encryption;
    const running = rotations.find(({ status }) => status === "running");
    if (running?.level === wanted) return running;
  }
  throw new Error(`The gateway answered ${response.status}: ${await response.text()}`);
}

async function follow(rotation: Rotation): Promise<Rotation> {
  let shown = "";
  let answeredAt = Date.now();
  for (let current = rotation; ; ) {
    const line = `${current.id} ${current.status} ${current.percentage} %, ${current.rewritten} rewritten`;
    if (line !== shown) console.log(line);
    shown = line;
    if (current.status === "incomplete") {
      console.error(`${current.left} left under an old key, which must stay. For instance:`);
      for (const place of current.leftExamples) console.error(`  ${place}`);
    }
    if (current.status !== "running") return current;
    await scheduler.wait(POLL_MS);
    const next = await look(current.id);
    if (next !== null) answeredAt = Date.now();
    else if (Date.now() - answeredAt > GIVE_UP_MS) {
      throw new Error(`The gateway has not answered for two minutes. ${current.id} goes on by itself.`);
    }
    current = next ?? current;
  }
}

async function look(id: string): Promise<Rotation | null> {
  const response = await ask(url ?? "", "GET", `${PATH}/rotations/${id}`).catch(() => null);
  if (response === null || response.status >= 500) return null;
  if (response.status !== 200)
    throw new Error(`The gateway answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Rotation;
}

async function sayWhatCanGo(base: string): Promise<void> {
  const { keys } = (await (await ask(base, "GET", PATH)).json()) as Encryption;
  const removable = keys.filter((key) => key.removable).map(({ id }) => id);
  if (removable.length > 0) console.log(`can be removed from SECRETS_KEYS: ${removable.join(", ")}`);
}

function ask(base: string, method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(new URL(path, base), {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  });
}
