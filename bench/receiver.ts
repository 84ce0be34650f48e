/**
 * The target of every delivery: a process of its own that answers 200 and remembers which `webhook-id` came when.
 * It keeps every 97th delivery whole, so that the run can verify real signatures afterwards.
 */
import { createServer, type Socket } from "node:net";
import { answerQuestions } from "./child.ts";
import { nowMs } from "./clock.ts";
import { createMessageReader } from "./http-message.ts";

/** What arrived, as parallel arrays: id, how often, first arrival in wall-clock milliseconds. */
export interface Arrivals {
  readonly ids: readonly string[];
  readonly counts: readonly number[];
  readonly firstMs: readonly number[];
  readonly samples: readonly DeliverySample[];
  /** Requests that carried no `webhook-id`. */
  readonly anonymous: number;
}

/** One delivery as it came over the wire. */
export interface DeliverySample {
  readonly head: string;
  readonly body: string;
}

export type ReceiverQuestions = {
  listen: readonly [undefined, { readonly url: string }];
  /** Cheap enough to be polled: distinct ids so far. */
  distinct: readonly [undefined, number];
  snapshot: readonly [undefined, Arrivals];
  reset: readonly [undefined, undefined];
};

const SAMPLE_EVERY = 97;
const MOST_SAMPLES = 200;
const OK = Buffer.from("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
const WEBHOOK_ID = /\r\nwebhook-id: *([^\r\n]+)/i;

const arrivals = new Map<string, { count: number; firstMs: number }>();
let samples: DeliverySample[] = [];
let anonymous = 0;
let requests = 0;

const server = createServer({ noDelay: true }, (socket: Socket) => {
  const read = createMessageReader((head, body) => {
    record(head, body);
    socket.write(OK);
  });
  socket.on("data", read);
  socket.on("error", () => socket.destroy());
});

function record(head: string, body: Buffer): void {
  requests++;
  const id = WEBHOOK_ID.exec(head)?.[1];
  if (id === undefined) {
    anonymous++;
    return;
  }
  const known = arrivals.get(id);
  if (known === undefined) arrivals.set(id, { count: 1, firstMs: nowMs() });
  else known.count++;
  if (requests % SAMPLE_EVERY === 0 && samples.length < MOST_SAMPLES) {
    samples.push({ head, body: body.toString("utf8") });
  }
}

answerQuestions<ReceiverQuestions>({
  listen: () =>
    new Promise((resolve, reject) => {
      server.once("error", reject);
      server.listen(0, "127.0.0.1", 1024, () => {
        const address = server.address();
        if (address === null || typeof address === "string") return reject(new Error("no port"));
        resolve({ url: `http://127.0.0.1:${address.port}/hook` });
      });
    }),
  distinct: () => arrivals.size,
  snapshot: () => ({
    ids: [...arrivals.keys()],
    counts: Array.from(arrivals.values(), (arrival) => arrival.count),
    firstMs: Array.from(arrivals.values(), (arrival) => arrival.firstMs),
    samples,
    anonymous,
  }),
  reset: () => {
    arrivals.clear();
    samples = [];
    anonymous = 0;
    return undefined;
  },
});
