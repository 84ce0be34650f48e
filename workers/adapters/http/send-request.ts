import type { Exchange, OutgoingRequest } from "#domain/ports";
import { capHeaders } from "./cap-headers.ts";

/** Of an answer's body this much is kept; the rest is never read. */
const MAX_BODY_BYTES = 16 * 1024;

/**
 * One HTTP request to a tenant's target. Redirects are not followed: `fetch` would carry cookies and custom headers
 * to whatever host the answer names.
 */
export async function sendRequest(request: OutgoingRequest): Promise<Exchange> {
  const startedAt = Date.now();
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), request.timeoutMs);
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      redirect: "manual",
      signal: controller.signal,
      body: request.body,
    });
    const { text, truncated } = await readCapped(response);
    return {
      result: { kind: "response", status: response.status, headers: capHeaders(response.headers) },
      durationMs: Date.now() - startedAt,
      body: text,
      bodyTruncated: truncated,
    };
  } catch (error) {
    const durationMs = Date.now() - startedAt;
    if (controller.signal.aborted) {
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
    clearTimeout(timer);
  }
}

async function readCapped(response: Response): Promise<{ text: string; truncated: boolean }> {
  if (response.body === null) return { text: "", truncated: false };
  const announced = Number(response.headers.get("content-length") ?? Number.NaN);
  // One native call for the usual short answer; a stream read costs several turns of the event loop. Not for a
  // compressed one: its length says nothing, and 16 KB can unfold to more than the isolate's memory.
  if (announced <= MAX_BODY_BYTES && !response.headers.has("content-encoding")) {
    return { text: await response.text(), truncated: false };
  }
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { text: text + decoder.decode(), truncated: false };
    const room = MAX_BODY_BYTES - bytes;
    text += decoder.decode(value.subarray(0, room), { stream: true });
    bytes += value.byteLength;
    if (bytes > MAX_BODY_BYTES) {
      await reader.cancel();
      return { text, truncated: true };
    }
  }
}
