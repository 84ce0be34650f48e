import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What an upstream got, its body unread: a test that streams reads it itself. */
export interface Upstream {
  readonly url: string;
  /** `GET /path`, in the order in which they came. */
  readonly calls: readonly string[];
  /** The headers of the last one. */
  readonly last: IncomingMessage["headers"];
  answer(handle: (request: IncomingMessage, response: ServerResponse) => void): void;
  close(): Promise<void>;
}

/** A real HTTP server that answers 200 with what it got, unless told otherwise. */
export async function startUpstream(): Promise<Upstream> {
  const calls: string[] = [];
  let last: IncomingMessage["headers"] = {};
  let handle = echo;
  const server: Server = createServer((request, response) => {
    calls.push(`${request.method} ${request.url}`);
    last = request.headers;
    handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    get last() {
      return last;
    },
    answer(next) {
      handle = next;
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

export function echo(request: IncomingMessage, response: ServerResponse): void {
  readAll(request).then(
    (body) => {
      const { method, url, headers } = request;
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ method, url, headers, body: body.toString("utf8") }));
    },
    () => response.destroy(),
  );
}

export async function readAll(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
