/**
 * Reads HTTP/1.1 messages off a socket: head, then a body by Content-Length or chunked. Nothing else of HTTP.
 *
 * Generator, receiver and workerd share the machine's cores. `node:http` spends several times the CPU of this
 * on every message, and whatever the generator burns the gateway cannot use.
 */
const HEAD_END = Buffer.from("\r\n\r\n");
const LINE_END = Buffer.from("\r\n");
const EMPTY = Buffer.alloc(0);
const CONTENT_LENGTH = /\r\ncontent-length: *(\d+)/i;
const CHUNKED = /\r\ntransfer-encoding: *chunked/i;

/** A function to feed socket data to; `onMessage` runs once per complete message, in order. */
export function createMessageReader(
  onMessage: (head: string, body: Buffer) => void,
): (chunk: Buffer) => void {
  let pending: Buffer = EMPTY;
  return (chunk) => {
    let data = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    while (data.length > 0) {
      const headEnd = data.indexOf(HEAD_END);
      if (headEnd < 0) break;
      const head = data.toString("latin1", 0, headEnd);
      const start = headEnd + HEAD_END.length;
      const read = readBody(head, data, start);
      if (read === undefined) break;
      data = data.subarray(read.end);
      onMessage(head, read.body);
    }
    pending = data;
  };
}

/** The body that starts at `start` and where the message ends, or undefined while some of it is missing. */
function readBody(head: string, data: Buffer, start: number): { body: Buffer; end: number } | undefined {
  const length = CONTENT_LENGTH.exec(head);
  if (length !== null) {
    const end = start + Number(length[1]);
    return data.length < end ? undefined : { body: data.subarray(start, end), end };
  }
  if (!CHUNKED.test(head)) return { body: EMPTY, end: start };
  const parts: Buffer[] = [];
  for (let at = start; ; ) {
    const lineEnd = data.indexOf(LINE_END, at);
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(data.toString("latin1", at, lineEnd), 16);
    const from = lineEnd + LINE_END.length;
    const to = from + size;
    if (data.length < to + LINE_END.length) return undefined;
    if (size === 0) return { body: Buffer.concat(parts), end: to + LINE_END.length };
    parts.push(data.subarray(from, to));
    at = to + LINE_END.length;
  }
}
