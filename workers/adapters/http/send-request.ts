import type { Exchange, OutgoingRequest, SendRequest } from "#domain/ports";
import { capHeaders } from "./cap-headers.ts";
import { type Deadline, openDeadlines } from "./deadlines.ts";

/** Of an answer's body this much is kept unless the request wants more; the rest is never read. */
const MAX_BODY_BYTES = 16 * 1024;

/** Sends one run's requests. */
export function openSender(): SendRequest {
  const startDeadline = openDeadlines();
  return (request) => sendRequest(request, startDeadline(request.timeoutMs));
}

/**
 * One HTTP request to a tenant's target. Redirects are not followed: `fetch` would carry cookies and custom headers
 * to whatever host the answer names.
 */
async function sendRequest(request: OutgoingRequest, deadline: Deadline): Promise<Exchange> {
  const startedAt = Date.now();
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      redirect: "manual",
      signal: deadline.signal,
      body: request.body,
    });
    const headers = capHeaders(response.headers);
    const { text, truncated } = await readCapped(response, headers, request.answerBytes ?? MAX_BODY_BYTES);
    return {
      result: { kind: "response", status: response.status, headers },
      durationMs: Date.now() - startedAt,
      body: text,
      bodyTruncated: truncated,
    };
  } catch (error) {
    const durationMs = Date.now() - startedAt;
    if (deadline.signal.aborted) {
      return {
        result: { kind: "timeout", timeoutMs: request.timeoutMs },
        durationMs,
        body: "",
        bodyTruncated: false,
      };
    }
    const message = error instanceof Error ? error.message : String(error);
    return { result: { kind: "network_error", message }, durationMs, body: "", bodyTruncated: false };
  } finally {
    deadline.end();
  }
}

async function readCapped(
  response: Response,
  headers: Readonly<Record<string, string>>,
  maxBytes: number,
): Promise<{ text: string; truncated: boolean }> {
  const announced = Number(headers["content-length"] ?? Number.NaN);
  // One native call for the usual short answer; a stream read costs several turns of the event loop. Not for a
  // compressed one: its length says nothing, and 16 KB can unfold to more than the isolate's memory.
  if (announced <= maxBytes && headers["content-encoding"] === undefined) {
    return { text: await response.text(), truncated: false };
  }
  if (response.body === null) return { text: "", truncated: false };
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { text: text + decoder.decode(), truncated: false };
    const room = maxBytes - bytes;
    text += decoder.decode(value.subarray(0, room), { stream: true });
    bytes += value.byteLength;
    if (bytes > maxBytes) {
      await reader.cancel();
      return { text, truncated: true };
    }
  }
}
