import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { chance } from "../support/random.ts";

/** What the receiver knows of one webhook id. */
export interface Received {
  attempts: number;
  successes: number;
  /** SHA-256 of every body that came under this id: there must be one. */
  readonly bodies: Set<string>;
  badSignatures: number;
}

export interface ChaosReceiver {
  readonly url: string;
  readonly received: ReadonlyMap<string, Received>;
  /** The secret is known only after the integration was made. */
  trust(secret: string): void;
  close(): void;
}

/**
 * Fails as receivers do: 30 % answer 5xx, 10 % never answer, 5 % reset the connection, 10 % are slow. What happens
 * depends on the seed, the id and the attempt, so a seed replays it.
 */
export async function startChaosReceiver(seed: number): Promise<ChaosReceiver> {
  const received = new Map<string, Received>();
  let webhook: Webhook | null = null;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => take(request, response, Buffer.concat(parts)));
    request.on("error", () => response.destroy());
  });

  function take(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
    const id = String(request.headers["webhook-id"]);
    const entry = received.get(id) ?? { attempts: 0, successes: 0, bodies: new Set(), badSignatures: 0 };
    received.set(id, entry);
    entry.attempts++;
    entry.bodies.add(createHash("sha256").update(body).digest("hex"));
    if (!isSigned(request, body)) entry.badSignatures++;

    const roll = chance(seed, `${id}#${entry.attempts}`);
    if (roll < 0.3) return void response.writeHead(roll < 0.15 ? 503 : 500).end("try later");
    // Held open: the gateway's own timeout has to end it.
    if (roll < 0.4) return;
    if (roll < 0.45) return void request.socket.destroy();
    entry.successes++;
    if (roll < 0.55) setTimeout(() => response.writeHead(200).end("slow"), 50 + roll * 100);
    else response.writeHead(200).end("ok");
  }

  function isSigned(request: IncomingMessage, body: Buffer): boolean {
    try {
      webhook?.verify(body, request.headers as Record<string, string>);
      return webhook !== null;
    } catch {
      return false;
    }
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    trust(secret) {
      webhook = new Webhook(secret);
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
