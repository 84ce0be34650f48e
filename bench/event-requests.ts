/** The requests the generator sends: 1 KB orders, alone or a hundred at a time. */
const PAYLOAD_BYTES = 1024;
const ONE_TYPE: readonly string[] = ["order.created"];

let singles = 0;

/** One event's JSON as the gateway's API takes it; its payload is exactly 1,024 bytes and names `reference`. */
function eventJson(reference: string, type: string): string {
  const open = `{"reference":"${reference}","currency":"EUR","total":4200,"items":[{"sku":"A-1","quantity":2}],"note":"`;
  const note = "n".repeat(PAYLOAD_BYTES - open.length - 2);
  return `{"type":"${type}","payload":${open}${note}"}}`;
}

export interface Target {
  readonly url: URL;
  readonly apiKey: string;
}

/** `POST /api/v1/events` with an Idempotency-Key of its own. */
export function singleRequest(target: Target, reference: string, types = ONE_TYPE): string {
  const body = eventJson(reference, types[singles++ % types.length] ?? "");
  return request(target, "/api/v1/events", body, reference);
}

/** `POST /api/v1/events/batch` with `count` events. */
export function batchRequest(target: Target, reference: string, count: number, types = ONE_TYPE): string {
  const events = Array.from({ length: count }, (_, index) =>
    eventJson(`${reference}-${index}`, types[index % types.length] ?? ""),
  );
  return request(target, "/api/v1/events/batch", `{"events":[${events.join(",")}]}`, reference);
}

/** `GET /`, for the worker that only says hello. */
export function helloRequest(target: Target): string {
  return `GET / HTTP/1.1\r\nHost: ${target.url.host}\r\n\r\n`;
}

function request({ url, apiKey }: Target, path: string, body: string, key: string): string {
  // The body is ASCII by construction, so its length in characters is its length in bytes.
  return (
    `POST ${path} HTTP/1.1\r\nHost: ${url.host}\r\nAuthorization: Bearer ${apiKey}\r\n` +
    `Idempotency-Key: ${key}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  );
}
