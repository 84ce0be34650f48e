import { weakened } from "#domain/proxy/cache-policy";
import { mapLocation } from "#domain/proxy/map-path";
import type { UpstreamAnswer } from "#domain/proxy/ports";
import { callersCacheControl, pickHeaders } from "#domain/proxy/proxy-headers";
import type { Answering } from "./answer-call.ts";

type Response = Extract<UpstreamAnswer, { readonly kind: "response" }>;

/** What of the upstream's headers the caller gets. */
export function answerHeaders({ integration, request, sent, raw, url }: Answering, answer: Response) {
  const { proxy, url: base } = integration.settings;
  const headers = pickHeaders(Object.entries(answer.headers), proxy.responseHeaders, "response");
  const location = headers.location;
  if (location !== undefined)
    headers.location = mapLocation(location, url, base, request.proxyRoot, proxy.path);
  for (const name in headers) headers[name] = sent.hide(headers[name] ?? "");
  const encoding = answer.headers["content-encoding"];
  if (encoding !== undefined) {
    if (raw) headers["content-encoding"] = encoding;
    else if (headers.etag !== undefined) headers.etag = weakened(headers.etag);
  }
  headers["cache-control"] = callersCacheControl(answer.headers["cache-control"] ?? null);
  headers.vary = "Authorization, X-Organization-Id";
  return headers;
}

/** Of a body that is decoded on its way nobody knows the length. */
export function announcedLength({ headers }: Response, raw: boolean): number | null {
  if (!raw && headers["content-encoding"] !== undefined) return null;
  const length = headers["content-length"];
  return length !== undefined && /^\d{1,15}$/.test(length) ? Number(length) : null;
}
