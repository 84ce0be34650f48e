/** One keep-alive HTTP/1.1 connection with at most one request under way. */
import { connect, type Socket } from "node:net";
import { createMessageReader } from "./http-message.ts";

export interface Reply {
  readonly status: number;
  readonly body: Buffer;
}

export interface Connection {
  /** Send a whole request, head and body. Rejects if the socket ends before the reply is complete. */
  send(request: string): Promise<Reply>;
  close(): void;
}

/** Connect to `url`'s host and port; a socket that broke is replaced on the next send. */
export function openConnection(url: URL): Connection {
  let socket: Socket | undefined;
  let waiting: { resolve(reply: Reply): void; reject(error: Error): void } | undefined;

  function fail(broken: Socket, error: Error): void {
    if (broken !== socket) return;
    socket = undefined;
    const failed = waiting;
    waiting = undefined;
    broken.destroy();
    failed?.reject(error);
  }

  function open(): Socket {
    const opened = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
    const read = createMessageReader((head, body) => {
      const answered = waiting;
      waiting = undefined;
      answered?.resolve({ status: Number(head.slice(9, 12)), body });
    });
    opened.on("data", read);
    opened.on("error", (error) => fail(opened, error));
    opened.on("close", () => fail(opened, new Error("the connection closed")));
    return opened;
  }

  return {
    send(request) {
      socket ??= open();
      const current = socket;
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        current.write(request);
      });
    },
    close() {
      socket?.destroy();
      socket = undefined;
    },
  };
}
