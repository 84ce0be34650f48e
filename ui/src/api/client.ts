import createClient, { type FetchResponse } from "openapi-fetch";
import { createSignal } from "solid-js";
import type { paths } from "./openapi.d.ts";
import { readProblem, unreachable } from "./problem.ts";
import { currentToken, distrustToken } from "./session.ts";

/** The organization that the address bar names. Every request says it, and every cached answer is kept under it. */
const [organizationId, setOrganizationId] = createSignal<string | null>(null);

export { organizationId, setOrganizationId };

/** The whole API, typed by its own document. Answers go through `answer`, which throws what went wrong. */
export const api = createClient<paths>({ baseUrl: location.origin, fetch: authorizedFetch });

/** @throws ApiProblem with the gateway's own words, or that it could not be reached. */
export async function answer<T extends Record<string | number, unknown>, O, M extends `${string}/${string}`>(
  pending: Promise<FetchResponse<T, O, M>>,
): Promise<NonNullable<FetchResponse<T, O, M>["data"]>> {
  const { data, error, response } = await pending;
  if (!response.ok) throw readProblem(response, error);
  return data as NonNullable<FetchResponse<T, O, M>["data"]>;
}

/** A key of the query cache: the same question in another organization is another question. */
export function inOrganization(...key: readonly unknown[]): readonly unknown[] {
  return [organizationId(), ...key];
}

/** What the document does not type: a call of somebody's own through `/proxy`. Redirects are for whoever calls to see. */
export function callThrough(path: string, init: RequestInit): Promise<Response> {
  return authorizedFetch(new Request(new URL(path, location.origin), { ...init, redirect: "manual" }));
}

async function authorizedFetch(request: Request): Promise<Response> {
  const again = request.clone();
  const { response, token } = await send(request);
  if (token === null || !(await isTokenRefused(response))) return response;
  distrustToken(token);
  return (await send(again)).response;
}

/** A wrong password or code is a 401 too. Sent a second time, it would count as a second guess. */
async function isTokenRefused(response: Response): Promise<boolean> {
  if (response.status !== 401) return false;
  // The 401 of an upstream says nothing about us, and its call must not be made twice.
  if (new URL(response.url).pathname.startsWith("/proxy/") && !response.headers.has("x-gateway-error"))
    return false;
  const problem: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  return readProblem(response, problem).problem.code !== "sign_in_failed";
}

async function send(request: Request): Promise<{ response: Response; token: string | null }> {
  const token = await currentToken();
  if (token !== null) request.headers.set("authorization", `Bearer ${token}`);
  const orgId = organizationId();
  if (orgId !== null && !request.headers.has("x-organization-id"))
    request.headers.set("x-organization-id", orgId);
  try {
    return { response: await fetch(request), token };
  } catch (error) {
    // A question that nobody waits for any more was taken back on purpose.
    if (request.signal.aborted) throw error;
    throw unreachable();
  }
}
