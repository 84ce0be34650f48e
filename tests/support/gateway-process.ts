import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";

/** A running gateway that can be killed without warning and started again on the same state. */
export interface GatewayProcess {
  readonly url: string;
  readonly adminToken: string;
  /** SIGKILL for the host and workerd at once; resolves when both are gone. */
  kill(): Promise<void>;
  /** An orderly end. */
  stop(): Promise<void>;
}

export interface GatewayProcessOptions {
  readonly stateFolder: string;
  readonly port: number;
  readonly tickMs?: number;
  /** Gets everything the gateway writes to its log; left out: it goes to the terminal. */
  readonly onLog?: (text: string) => void;
}

const START_TIMEOUT_MS = 60_000;

export async function startGatewayProcess(options: GatewayProcessOptions): Promise<GatewayProcess> {
  const { onLog } = options;
  const output = onLog === undefined ? "inherit" : "pipe";
  const child = fork(
    join(import.meta.dirname, "host.ts"),
    [options.stateFolder, String(options.port), String(options.tickMs ?? 0)],
    { detached: true, stdio: ["ignore", output, output, "ipc"] },
  );
  if (onLog !== undefined) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (part: Buffer) => onLog(part.toString()));
    }
  }
  const ready = await readyMessage(child);
  return {
    ...ready,
    kill: () => end(child, "SIGKILL"),
    stop: () => end(child, "SIGTERM"),
  };
}

interface Ready {
  readonly url: string;
  readonly adminToken: string;
}

function readyMessage(child: ChildProcess): Promise<Ready> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("The gateway did not start in time.")), START_TIMEOUT_MS);
    child.once("message", (message) => {
      clearTimeout(timer);
      resolve(message as Ready);
    });
    child.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`The gateway ended before it was ready (exit ${code}).`));
    });
  });
}

function end(child: ChildProcess, signal: "SIGKILL" | "SIGTERM"): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return resolve();
    child.once("exit", () => resolve());
    // The negative id names the whole group: workerd is the host's child.
    if (signal === "SIGKILL") process.kill(-child.pid, signal);
    else child.kill(signal);
  });
}
