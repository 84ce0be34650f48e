import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";

/** One request as the receiver saw it. */
export interface Echoed {
  readonly id: string;
  readonly body: string;
  readonly signature: "verified" | "refused";
  readonly answered: number;
}

export interface EchoReceiver {
  readonly url: string;
  trust(signingSecret: string): void;
  /** The next request is answered 503. */
  failOnce(): void;
  /** The next request that this receiver gets. */
  next(timeoutMs: number): Promise<Echoed>;
  close(): void;
}

/** A receiver as a customer would write one: it knows the gateway only by its signature. */
export async function startEchoReceiver(port: number): Promise<EchoReceiver> {
  const waiting: ((echoed: Echoed) => void)[] = [];
  let webhook: Webhook | null = null;
  let failures = 0;

  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (part: string) => {
      body += part;
    });
    request.on("end", () => {
      const signature = verify(request, body) ? "verified" : "refused";
      const answered = signature === "refused" ? 401 : failures-- > 0 ? 503 : 200;
      failures = Math.max(0, failures);
      response.writeHead(answered, { "content-type": "application/json" });
      response.end(JSON.stringify({ signature, received: body.length }));
      waiting.shift()?.({ id: String(request.headers["webhook-id"]), body, signature, answered });
    });
  });

  function verify(request: IncomingMessage, body: string): boolean {
    try {
      webhook?.verify(body, request.headers as Record<string, string>);
      return webhook !== null;
    } catch {
      return false;
    }
  }

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`,
    trust(signingSecret) {
      webhook = new Webhook(signingSecret);
    },
    failOnce() {
      failures = 1;
    },
    next(timeoutMs) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`No delivery within ${timeoutMs} ms.`)), timeoutMs);
        waiting.push((echoed) => {
          clearTimeout(timer);
          resolve(echoed);
        });
      });
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
