/**
 * `npm run bench:cage`: what a script's run costs, straight in workerd: the cage alone, without the gateway around it. The
 * clock stands still inside, so a request with a run is compared with one that only reads the same body.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { METERED } from "../scripts/meter-quickjs.ts";
import { bundleWorker } from "./bundle-worker.ts";
import { type Connection, openConnection } from "./http-connection.ts";
import { percentile } from "./percentile.ts";
import { table } from "./report.ts";
import { startWorker } from "./subjects/subject.ts";

export interface CageCost {
  readonly payloadKb: number;
  readonly fuel: number;
  readonly warmMs: { readonly p50: number; readonly p99: number };
  /** In a new machine: what a run costs after another broke the last one. */
  readonly coldMs: { readonly p50: number; readonly p99: number };
  /** The first run in a new isolate, one of each start: QuickJS's code is not optimized yet. */
  readonly firstMs: number;
}

const SIZES_KB = [1, 10, 100];
/** A usual one: renames, filters, adds up, formats. */
const SCRIPT = `function transform(order) {
  const lines = order.items.filter((item) => item.quantity > 0).map((item) => ({
    sku: item.sku.toUpperCase(),
    label: item.name + " (" + item.quantity + ")",
    cents: Math.round(item.price * 100) * item.quantity,
  }));
  return { id: order.id, lines, totalCents: lines.reduce((sum, line) => sum + line.cents, 0) };
}`;

export async function measureCageCost(quick: boolean): Promise<CageCost[]> {
  const costs = [];
  for (const payloadKb of SIZES_KB) costs.push(await measureSize(payloadKb, quick ? 100 : 1_000));
  return costs;
}

async function measureSize(payloadKb: number, requests: number): Promise<CageCost> {
  const payload = orderOf(payloadKb);
  return withWorker(async (connection) => {
    const ask = (kind: string) => timed(connection, kind, payload);
    await ask("/nothing");
    const first = await ask("/warm");
    for (let n = 0; n < requests / 5; n++) await ask("/warm");
    const nothing: number[] = [];
    const warm: number[] = [];
    const cold: number[] = [];
    // Taken in turn: what else the machine does meets all three alike.
    for (let n = 0; n < requests; n++) {
      nothing.push((await ask("/nothing")).ms);
      warm.push((await ask("/warm")).ms);
      if (n % 5 === 0) cold.push((await ask("/cold")).ms);
    }
    const base = percentile(nothing, 0.5);
    const above = (values: readonly number[]) => ({
      p50: percentile(values, 0.5) - base,
      p99: percentile(values, 0.99) - base,
    });
    return {
      payloadKb,
      fuel: first.fuel,
      warmMs: above(warm),
      coldMs: above(cold),
      firstMs: first.ms - base,
    };
  });
}

async function timed(
  connection: Connection,
  kind: string,
  payload: string,
): Promise<{ ms: number; fuel: number }> {
  const head = [
    `POST ${kind} HTTP/1.1`,
    "host: bench",
    `x-script: ${btoa(SCRIPT)}`,
    `content-length: ${Buffer.byteLength(payload)}`,
  ];
  const from = performance.now();
  const reply = await connection.send(`${head.join("\r\n")}\r\n\r\n${payload}`);
  const ms = performance.now() - from;
  if (reply.status !== 200) throw new Error(reply.body.toString());
  return { ms, fuel: Number(reply.body.toString()) };
}

async function withWorker<T>(measure: (connection: Connection) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "gateway-bench-cage-"));
  const entry = new URL("workers/cage-cost.ts", import.meta.url).pathname;
  const { miniflare, url } = await startWorker(
    {
      name: "cage-cost",
      modules: [
        { type: "ESModule", path: "cage-cost.mjs", contents: await bundleWorker(entry, [], false) },
        { type: "CompiledWasm", path: "quickjs.wasm", contents: readFileSync(METERED) },
      ],
      compatibilityDate: "2026-10-20",
      compatibilityFlags: ["nodejs_compat"],
    },
    { folder, targetUrl: "", mode: "speed" },
  );
  const connection = openConnection(new URL(url));
  try {
    return await measure(connection);
  } finally {
    connection.close();
    await miniflare.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

function orderOf(kb: number): string {
  const items = [];
  let text = "";
  for (let n = 0; text.length < kb * 1_024 - 90; n++) {
    items.push({ sku: `sku-${n}`, name: `Article number ${n}`, quantity: n % 4, price: n + 0.99 });
    text = JSON.stringify({ id: "order_1", items });
  }
  return text;
}

export function cageTable(costs: readonly CageCost[]): string {
  return table(
    ["script over", "steps", "warm p50 ms", "p99", "new machine p50", "p99", "first in isolate"],
    costs.map(({ payloadKb, fuel, warmMs, coldMs, firstMs }) => [
      `${payloadKb} KB`,
      String(fuel),
      warmMs.p50.toFixed(2),
      warmMs.p99.toFixed(2),
      coldMs.p50.toFixed(2),
      coldMs.p99.toFixed(2),
      firstMs.toFixed(1),
    ]),
  );
}

if (import.meta.main) {
  const costs = await measureCageCost(process.argv.includes("--quick"));
  console.log(`${cageTable(costs)}\n${JSON.stringify({ cage: costs })}`);
}
