import { env } from "cloudflare:workers";
import { createApp } from "#http/app";

const app = createApp();

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; null when the body is none. */
  readonly body: unknown;
  /** As it came, to look for what must not be in it. */
  readonly text: string;
}

/** Ask the whole HTTP surface, with a key or token as bearer. `body` as text is sent as it is. */
export async function callApi(
  bearer: string | null,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
  bindings: Env = env,
): Promise<ApiAnswer> {
  const response = await app.request(
    `https://gateway.test${path}`,
    {
      method,
      headers: {
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body) }),
    },
    bindings,
  );
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: /json/.test(response.headers.get("content-type") ?? "") ? parse(text) : null,
    text,
  };
}

/** Of a list of JSON lines only the text is of use. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
