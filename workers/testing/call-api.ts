import { env } from "cloudflare:workers";
import { createApp } from "#http/app";

const app = createApp();

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; null when there is no body. */
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
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    },
    bindings,
  );
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === "" ? null : (JSON.parse(text) as unknown),
    text,
  };
}
