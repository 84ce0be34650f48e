/** Endpoints that take every request and never answer. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** The longest a run may take with what hangs: its budget, and one request's timeout. */
const PATIENCE_MS = 40_000;
/** Between two runs of what hangs there is a moment without any. */
const QUIET_MS = 500;
const POLL_MS = 50;

export interface HangingTarget {
  readonly url: string;
  /** Since the start. */
  readonly asked: () => number;
  /** Until nobody hangs; false when that takes too long. */
  untilQuiet(): Promise<boolean>;
  close(): Promise<void>;
}

export async function openHangingTarget(): Promise<HangingTarget> {
  let asked = 0;
  let hanging = 0;
  const server = createServer((request, response) => {
    request.resume();
    asked++;
    hanging++;
    response.on("close", () => hanging--);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: () => asked,
    async untilQuiet() {
      let quietMs = 0;
      for (let waitedMs = 0; quietMs < QUIET_MS && waitedMs < PATIENCE_MS; waitedMs += POLL_MS) {
        await sleep(POLL_MS);
        quietMs = hanging === 0 ? quietMs + POLL_MS : 0;
      }
      return quietMs >= QUIET_MS;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
