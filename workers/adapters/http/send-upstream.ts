import type { SendUpstream } from "#domain/proxy/ports";

/**
 * One request of a caller to an upstream. Bodies are streams in both directions: nothing is read here. Redirects are not
 * followed, and the platform's own cache is passed by: it knows nothing of tenants.
 */
export const sendUpstream: SendUpstream = async (request) => {
  const controller = new AbortController();
  let timedOut = false;
  const abortIn = (ms: number) =>
    setTimeout(() => {
      timedOut = true;
      controller.abort();
    }, ms);
  let timer = abortIn(Math.min(request.headersTimeoutMs, request.totalTimeoutMs));
  const startedAt = Date.now();
  const end = () => clearTimeout(timer);
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      body: request.body,
      redirect: "manual",
      signal: controller.signal,
      cache: "no-store",
      encodeResponseBody: request.raw ? "manual" : "automatic",
    });
    clearTimeout(timer);
    timer = abortIn(Math.max(1, request.totalTimeoutMs - (Date.now() - startedAt)));
    if (response.body === null) end();
    const headers: Record<string, string> = {};
    response.headers.forEach((value, name) => {
      headers[name] = value;
    });
    const { status, body } = response;
    return { kind: "response", status, headers, body, end, timedOut: () => timedOut };
  } catch (error) {
    end();
    if (timedOut) return { kind: "timeout", timeoutMs: request.headersTimeoutMs };
    return { kind: "network_error", message: error instanceof Error ? error.message : String(error) };
  }
};
