import type { Exchange, SendRequest } from "#domain/ports";

/** A token endpoint that takes longer is away, and everybody who waits for the token waits with it. */
const TIMEOUT_MS = 10_000;

/** The request did not come back with an answer. `judgeFailure` reads why from the exchange. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}

interface FetchOptions {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

export interface TokenFetch {
  /** What oauth4webapi calls in place of `fetch`. */
  readonly fetch: (url: string, options: FetchOptions) => Promise<Response>;
  /** What came of the call; null when none was made. */
  exchange(): Exchange | null;
}

/** One call of a token endpoint, on the way that deliveries take. */
export function createTokenFetch(send: SendRequest): TokenFetch {
  let made: Exchange | null = null;
  return {
    exchange: () => made,
    async fetch(url, { method, headers, body }) {
      made = await send({ url, method, headers, body: String(body ?? ""), timeoutMs: TIMEOUT_MS });
      const { result } = made;
      if (result.kind !== "response" || made.bodyTruncated) throw new NoAnswer();
      const { status } = result;
      return new Response(status === 204 || status === 205 || status === 304 ? null : cleaned(made.body), {
        status,
        headers: { "content-type": result.headers["content-type"] ?? "" },
      });
    },
  };
}

/**
 * An id_token is about a person and of no use here; unread, it needs no keys to verify it. Some providers leave the token
 * type out and mean Bearer.
 */
function cleaned(body: string): string {
  try {
    const { id_token: _unused, ...rest } = JSON.parse(body) as Record<string, unknown>;
    if (typeof rest.access_token !== "string") return body;
    return JSON.stringify({ token_type: "bearer", ...rest });
  } catch {
    return body;
  }
}
