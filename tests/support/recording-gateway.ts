import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { BUNDLE } from "../../scripts/runtime.ts";

export interface QueueRecorder {
  readonly url: string;
  readonly messages: readonly string[];
  close(): Promise<void>;
}

/** Takes the body of every message that the gateway's queues hand out. */
export async function startQueueRecorder(): Promise<QueueRecorder> {
  const messages: string[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (part: string) => {
      body += part;
    });
    request.on("end", () => {
      messages.push(...(JSON.parse(body) as string[]));
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    messages,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/**
 * The built Worker behind a queue handler that first tells a recorder what it got. Local queues live in memory, so this
 * is where everything that was ever put into them passes by. Answers the bundle's path.
 */
export async function buildRecordingGateway(): Promise<string> {
  const built = JSON.stringify(BUNDLE);
  const { outputFiles } = await build({
    stdin: {
      contents: `
        import gateway from ${built};
        export * from ${built};
        export default {
          ...gateway,
          async queue(batch, env, ctx) {
            const bodies = batch.messages.map(({ body }) => typeof body === "string" ? body : JSON.stringify(body));
            await fetch(env.QUEUE_RECORDER, { method: "POST", body: JSON.stringify(bodies) });
            return gateway.queue(batch, env, ctx);
          },
        };`,
      resolveDir: dirname(BUNDLE),
    },
    bundle: true,
    format: "esm",
    target: "es2024",
    write: false,
    external: ["cloudflare:*", "node:*", "*.wasm"],
    logLevel: "silent",
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error("esbuild made nothing of the gateway.");
  const path = join(dirname(BUNDLE), "recording-gateway.js");
  writeFileSync(path, output.text);
  return path;
}
