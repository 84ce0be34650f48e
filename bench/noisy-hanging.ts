/**
 * `npm run bench:hanging`: how much later a calm tenant's deliveries arrive while another organization has twenty endpoints
 * that take every request and never answer, or sends ten times what its quota allows. Alone and beside each of them in turn,
 * through the built Worker on one instance. `--quick` for a short run.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { ensureBuilt } from "../scripts/build.ts";
import { callApi } from "../scripts/demo/call-api.ts";
import { type Runtime, startRuntime } from "../scripts/runtime.ts";
import { finishPart, median } from "./judge-parts.ts";
import { type Caller, openIntegration, openOrganization } from "./part-gateway.ts";
import { percentile } from "./percentile.ts";
import { findWorkerd, readProcessStats } from "./process-stats.ts";
import { table } from "./report.ts";
import type { Verdict } from "./verdict.ts";

const PROMISE = 1.5;
const CALM_PER_SECOND = 50;
const HANGING_ENDPOINTS = 20;
/** Each is for all twenty. */
const HANGING_PER_SECOND = 10;
const HANG_MS = 5_000;
const QUOTA_PER_SECOND = 20;
const GREED = 10;
/** The longest a run may take with what hangs: its budget, and one request's timeout. */
const QUIET_MS = 40_000;

const SITUATIONS = ["alone", "hanging", "above its rate", "above its day"] as const;
type Situation = (typeof SITUATIONS)[number];

function mapSituations<Value>(make: (situation: Situation) => Value): Record<Situation, Value> {
  return {
    alone: make("alone"),
    hanging: make("hanging"),
    "above its rate": make("above its rate"),
    "above its day": make("above its day"),
  };
}

interface Times {
  readonly p50: number;
  readonly p99: number;
  readonly delivered: number;
}

export interface HangingFigures {
  readonly situations: Readonly<Record<Situation, Times>>;
  /** The first seconds of the endpoints' hanging, before anybody can know. */
  readonly foundOut: Times;
  /** p99 as a multiple of the one alone in the same round: the median, so that one moment of the machine is not a neighbour. */
  readonly ratios: Readonly<Record<Exclude<Situation, "alone">, number>>;
  readonly lost: number;
  /** Of the requests that the greedy organizations made. */
  readonly refused: number;
  /** What workerd used, in cores: near one, a ratio tells of the machine and not of the neighbour. */
  readonly cores: Readonly<Record<Situation, number>>;
  /** Situations that reached into the next one: then nothing was measured alone. */
  readonly spilled: number;
}

/** When the calm tenant's events were sent, by their names. */
type Sent = ReadonlyMap<string, number>;

interface Neighbour {
  begin(): Promise<void>;
  end(): Promise<void>;
  readonly perSecond: number;
  send(): Promise<unknown>;
}

export async function measureHanging(rounds: number, seconds: number): Promise<HangingFigures> {
  await ensureBuilt();
  const folder = mkdtempSync(join(tmpdir(), "gateway-bench-hanging-"));
  const receiver = await openReceiver();
  const runtime = await startRuntime({ stateFolder: folder, direct: true });
  try {
    const { caller } = await openOrganization(runtime, "calm");
    await openIntegration(caller, { name: "calm", eventTypes: ["order.*"], url: `${receiver.url}/calm` });
    const counts = { refused: 0, spilled: 0 };
    const neighbours: Readonly<Record<Exclude<Situation, "alone">, Neighbour>> = {
      hanging: await openHanging(runtime, receiver),
      "above its rate": await openGreedy(runtime, receiver, counts, "rate", 0),
      "above its day": await openGreedy(
        runtime,
        receiver,
        counts,
        "day",
        rounds * seconds * QUOTA_PER_SECOND,
      ),
    };
    const load = (name: string, neighbour: Neighbour | null) => sendBoth(caller, neighbour, seconds, name);
    await load("warm-up", null);
    await neighbours.hanging.begin();
    const first = await load("found-out", neighbours.hanging);
    // Paused as after every round, so that the first one alone is alone.
    await neighbours.hanging.end();
    if (!(await receiver.untilQuiet(first))) counts.spilled++;
    const sent = mapSituations((): Sent[] => []);
    const cores = mapSituations((): number[] => []);
    const pids = findWorkerd(process.pid);
    for (let round = 0; round < rounds; round++) {
      // In another order each time: none always follows what hangs.
      for (const situation of [...SITUATIONS.slice(round % 4), ...SITUATIONS.slice(0, round % 4)]) {
        const neighbour = situation === "alone" ? null : neighbours[situation];
        await neighbour?.begin();
        const before = { cpuMs: readProcessStats(pids).cpuMs, at: performance.now() };
        const posted = await load(`${situation}-${round}`, neighbour);
        const cpuMs = readProcessStats(pids).cpuMs - before.cpuMs;
        cores[situation].push(cpuMs / (performance.now() - before.at));
        sent[situation].push(posted);
        await neighbour?.end();
        // What one situation leaves behind must not be the next one's.
        if (!(await receiver.untilQuiet(posted))) counts.spilled++;
      }
    }
    return compare(sent, first, receiver.arrivals, {
      ...counts,
      cores: mapSituations((name) => median(cores[name])),
    });
  } finally {
    await runtime.stop();
    await receiver.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function compare(
  sent: Readonly<Record<Situation, readonly Sent[]>>,
  first: Sent,
  arrivals: ReadonlyMap<string, number>,
  counts: Pick<HangingFigures, "refused" | "spilled" | "cores">,
): HangingFigures {
  const timesOf = (...posted: readonly Sent[]): Times => {
    const times = posted
      .flatMap((round) => [...round])
      .flatMap(([name, at]) => {
        const arrived = arrivals.get(name);
        return arrived === undefined ? [] : [arrived - at];
      });
    return { p50: percentile(times, 0.5), p99: percentile(times, 0.99), delivered: times.length };
  };
  const all = [...Object.values(sent).flat(), first];
  const of = (situation: Situation) => timesOf(...sent[situation]);
  const situations = mapSituations(of);
  const ratio = (situation: Situation) => {
    const alone = sent.alone.map((round) => timesOf(round).p99);
    return median(sent[situation].map((round, index) => timesOf(round).p99 / (alone[index] ?? 0)));
  };
  return {
    situations,
    foundOut: timesOf(first),
    ratios: {
      hanging: ratio("hanging"),
      "above its rate": ratio("above its rate"),
      "above its day": ratio("above its day"),
    },
    lost: all.reduce((sum, posted) => sum + posted.size - timesOf(posted).delivered, 0),
    ...counts,
  };
}

/** Switches of the circuit are off: with the default one the second minute of the attack would not take place. */
async function openHanging(runtime: Runtime, receiver: Receiver): Promise<Neighbour> {
  const { caller } = await openOrganization(runtime, "hanging");
  const ids: string[] = [];
  for (let n = 0; n < HANGING_ENDPOINTS; n++) {
    const settings = {
      name: `hangs ${n}`,
      eventTypes: ["order.*"],
      timeoutMs: HANG_MS,
      flow: { circuit: null },
    };
    ids.push((await openIntegration(caller, { ...settings, url: `${receiver.url}/hang/${n}` })).id);
  }
  const order = async (what: "pause" | "resume") => {
    for (const id of ids)
      await callApi(caller, 200, "POST", `/api/v1/integrations/${id}/circuit/${what}`, { reason: "bench" });
  };
  return {
    begin: () => order("resume"),
    end: () => order("pause"),
    perSecond: HANGING_PER_SECOND,
    send: () => post(caller, 202),
  };
}

/** One that is allowed twenty events a second, or as many as these would be in the day, and sends ten times as many. */
async function openGreedy(
  runtime: Runtime,
  receiver: Receiver,
  counts: { refused: number },
  quota: "rate" | "day",
  eventsPerDay: number,
): Promise<Neighbour> {
  const { orgId, caller } = await openOrganization(runtime, `above its ${quota}`);
  await openIntegration(caller, { name: "greedy", eventTypes: ["order.*"], url: `${receiver.url}/greedy` });
  const limit = { ratePerSecond: QUOTA_PER_SECOND, burst: QUOTA_PER_SECOND };
  const wish =
    quota === "rate" ? { rateLimits: { perKey: limit, perOrganization: limit } } : { eventsPerDay };
  const admin = { url: runtime.url, apiKey: runtime.adminToken };
  await callApi(admin, 200, "PUT", `/api/v1/admin/organizations/${orgId}/quota`, wish);
  return {
    begin: async () => {},
    end: async () => {},
    perSecond: QUOTA_PER_SECOND * GREED,
    send: async () => {
      if ((await post(caller, 202, 429)) === 429) counts.refused++;
    },
  };
}

async function post({ url, apiKey }: Caller, ...expected: number[]): Promise<number> {
  const response = await fetch(`${url}/api/v1/events`, {
    method: "POST",
    headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
    body: '{"type":"order.created","payload":{}}',
  });
  const text = await response.text();
  if (!expected.includes(response.status))
    throw new Error(`Answered ${response.status}: ${text.slice(0, 300)}`);
  return response.status;
}

/** Both send at their rate; answers when the calm tenant's events were sent, by the names of its events. */
async function sendBoth(
  calm: Caller,
  neighbour: Neighbour | null,
  seconds: number,
  name: string,
): Promise<Map<string, number>> {
  const sent = new Map<string, number>();
  const posts: Promise<unknown>[] = [];
  const from = performance.now();
  let [calmly, noisily] = [0, 0];
  for (let passed = 0; passed < seconds * 1_000; passed = performance.now() - from) {
    for (; calmly < (passed / 1_000) * CALM_PER_SECOND; calmly++) {
      const payload = { name: `${name} ${calmly}` };
      sent.set(payload.name, performance.now());
      posts.push(callApi(calm, 202, "POST", "/api/v1/events", { type: "order.created", payload }));
    }
    for (; neighbour !== null && noisily < (passed / 1_000) * neighbour.perSecond; noisily++) {
      posts.push(neighbour.send());
    }
    await sleep(2);
  }
  await Promise.all(posts);
  return sent;
}

interface Receiver {
  readonly url: string;
  /** First arrivals of the calm tenant's events, by their names. */
  readonly arrivals: ReadonlyMap<string, number>;
  /** Until these have arrived and nobody hangs; false when that takes too long. */
  untilQuiet(posted: Sent): Promise<boolean>;
  close(): Promise<void>;
}

async function openReceiver(): Promise<Receiver> {
  const arrivals = new Map<string, number>();
  let hanging = 0;
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      if (request.url?.startsWith("/hang/") === true) {
        hanging++;
        response.on("close", () => hanging--);
        return;
      }
      const { name } = JSON.parse(Buffer.concat(parts).toString()) as { name?: string };
      if (name !== undefined && !arrivals.has(name)) arrivals.set(name, performance.now());
      response.end("ok");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrivals,
    async untilQuiet(posted) {
      const from = performance.now();
      const isQuiet = () => hanging === 0 && [...posted.keys()].every((name) => arrivals.has(name));
      // Between two runs of what hangs there is a moment without any.
      let quiet = 0;
      while (quiet < 10 && performance.now() - from < QUIET_MS) {
        await sleep(100);
        quiet = isQuiet() ? quiet + 1 : 0;
      }
      return quiet >= 10;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function judgeHanging({ ratios, lost, refused, spilled }: HangingFigures): readonly Verdict[] {
  const beside = (claim: string, ratio: number): Verdict => ({
    kind: "promise",
    claim: `while a neighbour ${claim}, p99 is ${ratio.toFixed(2)} times the one alone (at most ${PROMISE})`,
    holds: ratio <= PROMISE,
  });
  return [
    beside(`has ${HANGING_ENDPOINTS} endpoints that hang`, ratios.hanging),
    beside(`sends ${GREED} times its rate`, ratios["above its rate"]),
    beside(`sends ${GREED} times its events of the day`, ratios["above its day"]),
    {
      kind: "promise",
      claim: `hanging: ${lost} of the calm tenant's events lost; ${refused} of the greedy ones' refused; ${spilled} situations reached into the next`,
      holds: lost === 0 && refused > 0 && spilled === 0,
    },
  ];
}

export function hangingTable({ situations, foundOut, ratios, cores }: HangingFigures): string {
  const row = (name: string, { p50, p99, delivered }: Times, ratio?: number, used?: number) => [
    name,
    p50.toFixed(1),
    p99.toFixed(1),
    ratio?.toFixed(2) ?? "",
    used?.toFixed(2) ?? "",
    String(delivered),
  ];
  return table(
    ["the neighbour", "p50 ms", "p99 ms", "ratio", "workerd's cores", "delivered"],
    [
      ...SITUATIONS.map((name) =>
        row(name, situations[name], name === "alone" ? undefined : ratios[name], cores[name]),
      ),
      row("hanging, not yet known", foundOut),
    ],
  );
}

if (import.meta.main) {
  const quick = process.argv.includes("--quick");
  const figures = await measureHanging(quick ? 3 : 6, quick ? 5 : 10);
  finishPart("hanging", hangingTable(figures), judgeHanging(figures), figures);
}
