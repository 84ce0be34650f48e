import type { createApp } from "#http/app";
import type { Caller } from "./cells.ts";
import type { Operation } from "./operations.ts";
import { sampleBody } from "./sample-body.ts";
import { BODIES, HEADERS, type Place, QUERIES, ROWS } from "./samples.ts";

/** A call that could be made: where the path leads, and what is sent there. */
export interface Request {
  readonly path: string;
  /** Ids and texts that the caller names themselves: an answer that repeats them tells nothing new. */
  readonly named: readonly string[];
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** A row for every parameter of the route, made in `place`, and a body that fits. */
export async function prepare(
  operation: Operation,
  place: Place,
  components: Readonly<Record<string, unknown>>,
): Promise<Request> {
  const values: Record<string, string> = {};
  let path = operation.path;
  for (const parameterPath of operation.parameterPaths) {
    const make = ROWS[parameterPath];
    if (make === undefined) throw new Error(`samples.ts knows no ROWS["${parameterPath}"].`);
    const name = /\{([^}]+)\}$/.exec(parameterPath)?.[1] ?? "";
    const value = await make(place, values);
    values[name] = value;
    path = path.replace(`{${name}}`, encodeURIComponent(value));
  }
  const { operationId, bodySchema } = operation;
  // Texts of its own: an answer that repeats what was sent says nothing about the organization.
  const writer = { ...place, marker: `sent${crypto.randomUUID().slice(0, 8)}` };
  const body =
    (await BODIES[operationId]?.(writer)) ??
    (bodySchema === null ? undefined : sampleBody(bodySchema, components));
  const query = QUERIES[operationId]?.(place);
  if (query !== undefined) path = `${path}?${query}`;
  // A number is no name: taken out of an answer it would tear real names apart.
  const named = Object.values(values).filter((value) => !/^\d+$/.test(value));
  return { path, named, body, headers: HEADERS[operationId]?.(place) ?? {} };
}

export async function ask(
  app: ReturnType<typeof createApp>,
  env: Env,
  { method }: Operation,
  { path, body, headers }: Request,
  { bearer, naming, headers: own }: Caller,
): Promise<Answer> {
  const response = await app.request(
    `https://gateway.test${path}`,
    {
      method,
      headers: {
        ...headers,
        ...own,
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
        ...(naming === null ? {} : { "x-organization-id": naming }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    },
    env,
  );
  return { status: response.status, text: await response.text() };
}
