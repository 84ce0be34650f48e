/** Collects and reads JavaScript heaps through workerd's inspector. */
import type { Inspected } from "./subjects/subject.ts";

const ANSWER_MS = 30_000;

interface InspectorTarget {
  readonly id: string;
  readonly webSocketDebuggerUrl: string;
}

/**
 * Megabytes that the Worker's isolate still uses after a forced collection: what it holds on to, garbage left out.
 * workerd collects when the isolate next has something to do, so `wake` gives it a request.
 */
export async function readHeapMb(inspected: Inspected, wake: () => Promise<unknown>): Promise<number> {
  const targets = await listTargets(inspected);
  const target = targets.find(({ id }) => id === `core:user:${inspected.worker}`);
  if (target === undefined) throw new Error(`the inspector does not list ${inspected.worker}`);
  const socket = await connect(target);
  try {
    const collected = ask(socket, 1, COLLECT);
    await wake();
    await collected;
    const { usedSize } = (await ask(socket, 2, "Runtime.getHeapUsage")) as { readonly usedSize: number };
    return usedSize / 1024 / 1024;
  } finally {
    socket.close();
  }
}

/**
 * Have every isolate collect while `busy` gives them all something to do: the Worker's and those that play D1, R2 and
 * the queues, which otherwise keep their garbage for minutes and let the process look as if something grew in it.
 */
export async function collectDuring<Result>(
  inspected: Inspected,
  busy: () => Promise<Result>,
): Promise<Result> {
  const sockets = await Promise.all((await listTargets(inspected)).map(connect));
  try {
    // Not waited for: an isolate that nobody needs never gets its turn, and has nothing to collect.
    for (const socket of sockets) socket.send(JSON.stringify({ id: 1, method: COLLECT }));
    return await busy();
  } finally {
    for (const socket of sockets) socket.close();
  }
}

const COLLECT = "HeapProfiler.collectGarbage";

async function listTargets({ url }: Inspected): Promise<readonly InspectorTarget[]> {
  const response = await fetch(new URL("/json", url.replace(/^ws/, "http")));
  return (await response.json()) as readonly InspectorTarget[];
}

function connect({ webSocketDebuggerUrl }: InspectorTarget): Promise<WebSocket> {
  const socket = new WebSocket(webSocketDebuggerUrl);
  return new Promise((resolve, reject) => {
    socket.addEventListener("open", () => resolve(socket));
    socket.addEventListener("error", () => reject(new Error(`${webSocketDebuggerUrl} refused`)));
  });
}

/** One call of the Chrome DevTools Protocol. */
function ask(socket: WebSocket, id: number, method: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${method} got no answer`)), ANSWER_MS);
    const listen = (event: MessageEvent): void => {
      const answer = JSON.parse(String(event.data)) as { id?: number; result?: unknown; error?: unknown };
      if (answer.id !== id) return;
      clearTimeout(timer);
      socket.removeEventListener("message", listen);
      if (answer.error === undefined) resolve(answer.result);
      else reject(new Error(`${method}: ${JSON.stringify(answer.error)}`));
    };
    socket.addEventListener("message", listen);
    socket.send(JSON.stringify({ id, method }));
  });
}
