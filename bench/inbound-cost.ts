/**
 * `npm run bench:inbound`: webhooks that are verified and taken, beside events that are posted, in turns on the same
 * gateway. Every answer is waited for (64 callers); each one means that the event is on disk. `--posts=N` for another size.
 */
import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBuilt } from "../scripts/build.ts";
import { callApi } from "../scripts/demo/call-api.ts";
import { BUNDLE, type Runtime, startRuntime } from "../scripts/runtime.ts";
import { nowMs } from "./clock.ts";
import { singleRequest } from "./event-requests.ts";
import { openConnection } from "./http-connection.ts";
import { percentile } from "./percentile.ts";
import type { Verdict } from "./verdict.ts";

const CALLERS = 64;
/** In turns, so that a machine that becomes slower does so for all of them. */
const ROUNDS = 3;
const WARM_UP = 500;
const SECRET = "the benchmark's secret";
const PAYLOAD_BYTES = 1_024;
/** Of plain intake's throughput: what the HMAC over 1 KB, the look-up and the envelope may cost. */
const GOAL_SHARE = 0.8;

export interface IntakeSpeed {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly refused: number;
}

export interface InboundFigures {
  readonly posts: number;
  readonly plain: IntakeSpeed;
  readonly verified: IntakeSpeed;
  /** Refused by their signature: what a flood of forgeries costs. */
  readonly forged: IntakeSpeed;
  readonly share: number;
}

/** A goal: what else the machine does moves it, so it never decides a run. */
export function judgeInbound({ share }: InboundFigures): Verdict {
  return {
    kind: "goal",
    claim: `verified webhooks per second are ${share.toFixed(2)} of plain intake (goal ${GOAL_SHARE})`,
    holds: share >= GOAL_SHARE,
  };
}

export async function measureInbound(posts: number): Promise<InboundFigures> {
  await ensureBuilt();
  const stateFolder = mkdtempSync(join(tmpdir(), "gateway-bench-inbound-"));
  const runtime = await startRuntime({ stateFolder, bundle: BUNDLE, direct: true });
  try {
    const { apiKey, inboundUrl } = await openTenant(runtime);
    const target = { url: new URL(runtime.url), apiKey };
    const loads = {
      plain: (reference: string) => singleRequest(target, reference),
      verified: (reference: string) => webhookRequest(inboundUrl, reference, SECRET),
      forged: (reference: string) => webhookRequest(inboundUrl, reference, "another secret"),
    };
    const times = { plain: [] as Round[], verified: [] as Round[], forged: [] as Round[] };
    for (const kind of ["plain", "verified", "forged"] as const)
      await run(target.url, loads[kind], WARM_UP, kind);
    for (let round = 0; round < ROUNDS; round++) {
      for (const kind of ["plain", "verified", "forged"] as const) {
        const count = Math.ceil(posts / ROUNDS);
        times[kind].push(await run(target.url, loads[kind], count, `${kind}-${round}`));
      }
    }
    const plain = speedOf(times.plain, 202);
    const verified = speedOf(times.verified, 200);
    return {
      posts,
      plain,
      verified,
      forged: speedOf(times.forged, 401),
      share: verified.perSecond / plain.perSecond,
    };
  } finally {
    await runtime.stop();
    rmSync(stateFolder, { recursive: true, force: true });
  }
}

/** Without an integration: what is compared is taking events, and what follows is the same for both. */
async function openTenant({ url, adminToken }: Runtime) {
  const admin = { url, apiKey: adminToken };
  const organizations = "/api/v1/admin/organizations";
  const { id } = await callApi<{ id: string }>(admin, 201, "POST", organizations, { name: "Benchmark" });
  const rateLimits = {
    perKey: { ratePerSecond: 100_000, burst: 2_000 },
    perOrganization: { ratePerSecond: 100_000, burst: 5_000 },
  };
  await callApi(admin, 200, "PUT", `${organizations}/${id}/quota`, { rateLimits });
  const keys = `${organizations}/${id}/api-keys`;
  const { key: apiKey } = await callApi<{ key: string }>(admin, 201, "POST", keys, { name: "benchmark" });
  const source = await callApi<{ url: string }>({ url, apiKey }, 201, "POST", "/api/v1/sources", {
    name: "Benchmark",
    provider: "generic",
    secret: SECRET,
    settings: { header: "X-Signature", prefix: "sha256=", idPath: "reference", typeHeader: "X-Event" },
    eventType: { mode: "prefix", prefix: "order." },
  });
  return { apiKey, inboundUrl: new URL(source.url) };
}

function webhookRequest(url: URL, reference: string, secret: string): string {
  const open = `{"reference":"${reference}","currency":"EUR","total":4200,"note":"`;
  const body = `${open}${"n".repeat(PAYLOAD_BYTES - open.length - 2)}"}`;
  const signature = createHmac("sha256", secret).update(body).digest("hex");
  return (
    `POST ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\nX-Signature: sha256=${signature}\r\n` +
    `X-Event: created\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  );
}

interface Round {
  readonly seconds: number;
  readonly answerMs: readonly number[];
  readonly statuses: readonly number[];
}

async function run(
  url: URL,
  requestOf: (reference: string) => string,
  count: number,
  name: string,
): Promise<Round> {
  // Made before the clock starts: signing is the provider's work.
  const requests = Array.from({ length: count }, (_, index) => requestOf(`${name}-${index}`));
  const answerMs: number[] = [];
  const statuses: number[] = [];
  let next = 0;
  const caller = async (): Promise<void> => {
    const connection = openConnection(url);
    for (let request = requests[next++]; request !== undefined; request = requests[next++]) {
      const sentMs = nowMs();
      const { status } = await connection.send(request);
      answerMs.push(nowMs() - sentMs);
      statuses.push(status);
    }
    connection.close();
  };
  const startMs = nowMs();
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return { seconds: (nowMs() - startMs) / 1_000, answerMs, statuses };
}

function speedOf(rounds: readonly Round[], expected: number): IntakeSpeed {
  const answerMs = rounds.flatMap((round) => round.answerMs);
  const statuses = rounds.flatMap((round) => round.statuses);
  const seconds = rounds.reduce((sum, round) => sum + round.seconds, 0);
  const refused = statuses.filter((status) => status !== expected).length;
  return {
    perSecond: (statuses.length - refused) / seconds,
    p50Ms: percentile(answerMs, 0.5),
    p99Ms: percentile(answerMs, 0.99),
    refused,
  };
}

export function inboundTable(figures: InboundFigures): string {
  return (["plain", "verified", "forged"] as const)
    .map((kind) => {
      const { perSecond, p50Ms, p99Ms, refused } = figures[kind];
      const unexpected = refused === 0 ? "" : `, ${refused} not answered as expected`;
      return `${kind}: ${perSecond.toFixed(0)}/s, p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms${unexpected}`;
    })
    .join("\n");
}

if (import.meta.main) {
  const posts = Number(process.argv.find((argument) => argument.startsWith("--posts="))?.slice(8) ?? 9_000);
  const figures = await measureInbound(posts);
  console.log(inboundTable(figures));
  const { claim, holds } = judgeInbound(figures);
  console.log(`${holds ? "ok    " : "missed"}  ${claim}`);
  console.log(JSON.stringify(figures));
}
