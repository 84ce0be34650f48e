import { judgeAnswer } from "#domain/proxy/cache-policy";
import type { UpstreamAnswer } from "#domain/proxy/ports";
import type { Answering } from "./answer-call.ts";
import { MAX_HELD_BYTES } from "./proxy-services.ts";

type Response = Extract<UpstreamAnswer, { readonly kind: "response" }>;

/**
 * Held back is only what may be kept: a stream of events under a cache would otherwise arrive when it ends, which it does
 * not. Says so in the log when it is not.
 */
export function worthHolding(
  { services, record, keeping }: Answering,
  answer: Response,
  length: number | null,
): boolean {
  if (keeping === null) return false;
  const { kept, why } = judgeAnswer(answer.status, answer.headers, keeping.question, keeping.cache);
  const reason = kept === null ? why : tooMuch(answer, length);
  if (reason !== null) record.step("cache", services.now(), `not kept: ${reason}`);
  return reason === null;
}

function tooMuch({ headers }: Response, length: number | null): string | null {
  if (/^text\/event-stream\b/i.test(headers["content-type"] ?? "")) return "it is a stream of events";
  return length !== null && length > MAX_HELD_BYTES ? `it is larger than ${MAX_HELD_BYTES} bytes` : null;
}

/** The runtime decodes these by itself. Of any other compression the bytes would pass as text that nobody can read or look into. */
export function unreadEncoding({ headers }: Response): string | null {
  const encoding = (headers["content-encoding"] ?? "").trim().toLowerCase();
  if (encoding === "gzip" || encoding === "br") return null;
  return /\b(gzip|br|deflate|compress|zstd)\b/.exec(encoding)?.[0] ?? null;
}
