/**
 * Publishes events and remembers, for each, when it was sent, when it was accepted and under which id.
 * Closed loop: `connections` callers, each waiting for its answer. Steady: `ratePerSecond`, whatever the answers do;
 * there a late start counts as waiting, or a stalled gateway would look fast (coordinated omission).
 */
import { answerQuestions } from "./child.ts";
import { nowMs, sleep } from "./clock.ts";
import { batchRequest, helloRequest, singleRequest, type Target } from "./event-requests.ts";
import { type Connection, openConnection, type Reply } from "./http-connection.ts";

export type Load = {
  readonly url: string;
  readonly apiKey: string;
  /** Makes the events of this load distinct from those of every other. */
  readonly name: string;
  /** Events have these types in turn; left out: `order.created`. */
  readonly types?: readonly string[];
} & (
  | { readonly kind: "single"; readonly posts: number; readonly connections: number }
  | { readonly kind: "batch"; readonly posts: number; readonly perPost: number; readonly connections: number }
  | { readonly kind: "steady"; readonly ratePerSecond: number; readonly seconds: number }
  | { readonly kind: "hello"; readonly posts: number; readonly connections: number }
);

/** What was published, as parallel arrays over the accepted events, and the posts that were not accepted. */
export interface Published {
  readonly ids: readonly string[];
  readonly sentMs: readonly number[];
  readonly acceptedMs: readonly number[];
  readonly attempted: number;
  /** Status (0 = no answer) -> events. */
  readonly refused: Readonly<Record<string, number>>;
  readonly firstRefusal: string | undefined;
  /** Milliseconds from sending to the answer, per post. */
  readonly answerMs: readonly number[];
}

export type GeneratorQuestions = { publish: readonly [Load, Published] };

const STEADY_CONNECTIONS = 200;
const STEADY_TICK_MS = 1;

interface Ledger {
  readonly ids: string[];
  readonly sentMs: number[];
  readonly acceptedMs: number[];
  attempted: number;
  readonly refused: Record<string, number>;
  firstRefusal: string | undefined;
  readonly answerMs: number[];
}

async function publish(load: Load): Promise<Published> {
  const target: Target = { url: new URL(load.url), apiKey: load.apiKey };
  const ledger: Ledger = {
    ids: [],
    sentMs: [],
    acceptedMs: [],
    attempted: 0,
    refused: {},
    firstRefusal: undefined,
    answerMs: [],
  };
  if (load.kind === "steady") await publishSteadily(load, target, ledger);
  else await publishInLoops(load, target, ledger);
  return ledger;
}

type ClosedLoad = Exclude<Load, { kind: "steady" }>;

async function publishInLoops(load: ClosedLoad, target: Target, ledger: Ledger): Promise<void> {
  let next = 0;
  const caller = async (): Promise<void> => {
    const connection = openConnection(target.url);
    while (next < load.posts) {
      const reference = `${load.name}-${next++}`;
      await post(connection, requestOf(load, target, reference), load, nowMs(), ledger);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: load.connections }, caller));
}

function requestOf(load: ClosedLoad, target: Target, reference: string): string {
  switch (load.kind) {
    case "single":
      return singleRequest(target, reference, load.types);
    case "batch":
      return batchRequest(target, reference, load.perPost, load.types);
    case "hello":
      return helloRequest(target);
  }
}

type SteadyLoad = Extract<Load, { kind: "steady" }>;

async function publishSteadily(load: SteadyLoad, target: Target, ledger: Ledger): Promise<void> {
  const idle: Connection[] = [];
  const open: Connection[] = [];
  const backlog: { readonly reference: string; readonly dueMs: number }[] = [];
  const total = load.ratePerSecond * load.seconds;
  const startMs = nowMs();
  let due = 0;
  let finished = 0;

  const pump = (): void => {
    for (let waiting = backlog[0]; waiting !== undefined; waiting = backlog[0]) {
      const connection =
        idle.pop() ?? (open.length < STEADY_CONNECTIONS ? openConnection(target.url) : undefined);
      if (connection === undefined) return;
      if (!open.includes(connection)) open.push(connection);
      backlog.shift();
      const { reference, dueMs } = waiting;
      void post(connection, singleRequest(target, reference, load.types), load, dueMs, ledger).then(() => {
        finished++;
        idle.push(connection);
        pump();
      });
    }
  };

  while (finished < total) {
    const shouldBe = Math.min(total, Math.floor(((nowMs() - startMs) / 1000) * load.ratePerSecond));
    for (; due < shouldBe; due++) {
      backlog.push({ reference: `${load.name}-${due}`, dueMs: startMs + (due * 1000) / load.ratePerSecond });
    }
    pump();
    await sleep(STEADY_TICK_MS);
  }
  for (const connection of open) connection.close();
}

/** Send one post and enter its events into the ledger. Never rejects: an error is a refusal with status 0. */
async function post(
  connection: Connection,
  request: string,
  load: Load,
  sentMs: number,
  ledger: Ledger,
): Promise<void> {
  const events = load.kind === "batch" ? load.perPost : 1;
  ledger.attempted += events;
  let reply: Reply;
  try {
    reply = await connection.send(request);
  } catch (error) {
    return refuse(ledger, "0", events, String(error));
  }
  const acceptedMs = nowMs();
  ledger.answerMs.push(acceptedMs - sentMs);
  if (load.kind === "hello" && reply.status === 200) {
    ledger.sentMs.push(sentMs);
    ledger.acceptedMs.push(acceptedMs);
    return;
  }
  if (reply.status !== 202) return refuse(ledger, String(reply.status), events, reply.body.toString("utf8"));
  for (const id of acceptedIds(reply.body.toString("latin1"))) {
    ledger.ids.push(id);
    ledger.sentMs.push(sentMs);
    ledger.acceptedMs.push(acceptedMs);
  }
}

function refuse(ledger: Ledger, status: string, events: number, text: string): void {
  ledger.refused[status] = (ledger.refused[status] ?? 0) + events;
  ledger.firstRefusal ??= `${status}: ${text.slice(0, 500)}`;
}

function acceptedIds(text: string): readonly string[] {
  const answer = JSON.parse(text) as { id: string } | { results: readonly { id: string }[] };
  if ("results" in answer) return answer.results.map((result) => result.id);
  return [answer.id];
}

answerQuestions<GeneratorQuestions>({ publish });
