import { text } from "~/text/index.ts";
import type { ProxyCallDetail } from "./call-types.ts";

interface CopiedBody {
  readonly body: string | null;
  /** Why it is not the caller's own body, for whoever pastes the command. */
  readonly note: string | null;
}

/** What the caller sent, as far as the record has it: it holds what went upstream. */
export function copiedBody(
  call: Pick<ProxyCallDetail, "method" | "steps" | "request" | "requestBytes">,
): CopiedBody {
  const words = text.proxyCalls.copied;
  const { method, steps, request, requestBytes } = call;
  if (method === "GET" || method === "HEAD" || requestBytes === 0) return { body: null, note: null };
  // Sent once more, it would be transformed twice.
  if (steps.some(({ name }) => name === "transform_request")) return { body: null, note: words.reshaped };
  const body = request?.body ?? null;
  if (body === null) return { body: null, note: requestBytes === null ? null : words.notKept };
  const kept = new TextEncoder().encode(body).length;
  return { body, note: requestBytes !== null && kept < requestBytes ? words.cut : null };
}
