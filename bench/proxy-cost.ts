/**
 * `npm run bench:proxy`: what a call through the gateway costs above calling the upstream directly, one call at a time on a
 * kept connection, all ways in turn within the same run. `--rounds=N` for another number of calls per way.
 *
 * In the local runtime: its Durable Objects are in the same process, and every fetch passes Miniflare's interceptor. What
 * the network adds between regions is in none of these figures.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { ensureBuilt } from "../scripts/build.ts";
import { startRuntime } from "../scripts/runtime.ts";
import { startChild } from "./child.ts";
import { openConnection } from "./http-connection.ts";
import { percentile } from "./percentile.ts";
import type { ReceiverQuestions } from "./receiver.ts";

const WARM_UP = 200;

interface Way {
  readonly name: string;
  readonly url: URL;
  readonly path: string;
  readonly token: string;
}

interface WayFigures {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** By way, the direct one first. */
export type ProxyFigures = Readonly<Record<string, WayFigures>>;

export async function measureProxyCost(rounds: number): Promise<ProxyFigures> {
  await ensureBuilt();
  const stateFolder = mkdtempSync(join(tmpdir(), "gateway-bench-proxy-"));
  const upstream = startChild<ReceiverQuestions>(new URL("receiver.ts", import.meta.url));
  const runtime = await startRuntime({ stateFolder, direct: true });
  try {
    const { url: target } = await upstream.ask("listen", undefined);
    const post = async (path: string, token: string, body: unknown) => {
      const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
      const answer = await fetch(runtime.url + path, { method: "POST", headers, body: JSON.stringify(body) });
      if (!answer.ok) throw new Error(`POST ${path} answered ${answer.status}: ${await answer.text()}`);
      return (await answer.json()) as Record<string, unknown>;
    };
    const { id: orgId } = await post("/api/v1/admin/organizations", runtime.adminToken, {
      name: "proxy bench",
    });
    const { key } = await post(`/api/v1/admin/organizations/${orgId}/api-keys`, runtime.adminToken, {
      name: "bench",
    });
    const token = String(key);
    const credential = await post("/api/v1/credentials", token, {
      name: "bench",
      kind: "bearer",
      config: { token: "a-token-of-the-upstream" },
    });
    const gateway = new URL(runtime.url);
    const through = async (name: string, proxy: unknown, more: object = {}): Promise<Way> => {
      const body = { name, eventTypes: [], url: target, proxy, ...more };
      const { id } = await post("/api/v1/integrations", token, body);
      return { name, url: gateway, path: `/proxy/${id}/orders`, token };
    };
    const rate = { ratePerSecond: 100_000, burst: 100_000 };
    const ways: Way[] = [
      { name: "the upstream directly", url: new URL(target), path: "/orders", token },
      { name: "the gateway's /health", url: gateway, path: "/health", token },
      await through("proxy, nothing set, no circuit", { circuit: null }),
      await through("proxy, circuit (the default)", {}),
      await through("proxy, circuit and credential", {}, { credentialId: credential.id }),
      await through("proxy, a rate far away", { limits: { rate } }),
      await through("proxy, a rate that is counted one by one", {
        limits: { rate: { ratePerSecond: 100_000, burst: 99 } },
      }),
      await through("proxy, concurrency", { limits: { concurrency: 50 } }),
      await through("proxy, answered from the cache", { cache: { ttlSeconds: 3_600 } }),
    ];
    return await askInTurn(ways, rounds);
  } finally {
    await runtime.stop();
    await upstream.stop();
    rmSync(stateFolder, { recursive: true, force: true });
  }
}

/** In turn and not one after another: what else the machine does meanwhile then happens to all of them. */
async function askInTurn(ways: readonly Way[], rounds: number): Promise<ProxyFigures> {
  const open = ways.map((way) => ({ way, connection: openConnection(way.url), times: [] as number[] }));
  for (let round = -WARM_UP; round < rounds; round++) {
    for (const { way, connection, times } of open) {
      const request = `GET ${way.path} HTTP/1.1\r\nHost: ${way.url.host}\r\nAuthorization: Bearer ${way.token}\r\nAccept: application/json\r\n\r\n`;
      const startedAt = performance.now();
      const { status, body } = await connection.send(request);
      if (round >= 0) times.push(performance.now() - startedAt);
      if (status !== 200) throw new Error(`${way.name} answered ${status}: ${body.toString().slice(0, 300)}`);
    }
  }
  for (const { connection } of open) connection.close();
  return Object.fromEntries(
    open.map(({ way, times }) => [
      way.name,
      { p50Ms: percentile(times, 0.5), p99Ms: percentile(times, 0.99) },
    ]),
  );
}

export function proxyTable(figures: ProxyFigures): string {
  const [direct] = Object.values(figures);
  const cell = (value: number, base = 0) =>
    `${value.toFixed(2).padStart(6)} ms (+${(value - base).toFixed(2)})`;
  return Object.entries(figures)
    .map(
      ([name, { p50Ms, p99Ms }]) =>
        `${name.padEnd(42)} p50 ${cell(p50Ms, direct?.p50Ms)}   p99 ${cell(p99Ms, direct?.p99Ms)}`,
    )
    .join("\n");
}

if (import.meta.main) {
  const rounds = Number(process.argv.find((argument) => argument.startsWith("--rounds="))?.slice(9) ?? 2_000);
  const figures = await measureProxyCost(rounds);
  console.log(proxyTable(figures));
  console.log(JSON.stringify({ rounds, proxy: figures }));
}
