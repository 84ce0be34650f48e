import { isUnchanged, judgeAnswer } from "#domain/proxy/cache-policy";
import type { KeptAnswer, UpstreamAnswer } from "#domain/proxy/ports";
import type { Integration } from "#domain/tenancy/organization-config";
import type { Answering, Keeping } from "./answer-call.ts";
import type { ProxyRequest, ProxyResponse, ProxyServices } from "./proxy-services.ts";
import type { CallRecord } from "./record-call.ts";

type Response = Extract<UpstreamAnswer, { readonly kind: "response" }>;

/** A call whose answer may be kept, and what is kept already. */
export type Caching = Keeping & { readonly kept: KeptAnswer | null };

/** Answer from what is kept; 304 to whoever has it already. */
export function answerKept(
  services: ProxyServices,
  request: ProxyRequest,
  record: CallRecord,
  kept: KeptAnswer,
): ProxyResponse {
  const age = String(Math.max(0, Math.floor((services.now() - kept.keptAt) / 1_000)));
  const headers = { ...kept.headers, age };
  const asked = Object.fromEntries(request.headers);
  const validators = {
    ...(kept.etag === null ? {} : { etag: kept.etag }),
    ...(kept.lastModified === null ? {} : { "last-modified": kept.lastModified }),
  };
  record.requestBytes = 0;
  const unchanged = kept.status === 200 && isUnchanged(asked, validators);
  const status = unchanged ? 304 : kept.status;
  const body = unchanged || request.method === "HEAD" || status === 204 ? null : kept.body;
  record.answered({ status, responseBytes: body?.length ?? 0, detail: null }, null);
  const length = unchanged || status === 204 ? {} : { "content-length": String(kept.body.length) };
  return { status, headers: { ...headers, ...length }, body, raw: false };
}

/** The upstream says that what is kept is still so. */
export function revalidated(
  services: ProxyServices,
  request: ProxyRequest,
  record: CallRecord,
  { key, cache, question }: Caching,
  kept: KeptAnswer,
  headers: Readonly<Record<string, string>>,
): ProxyResponse {
  const judged = judgeAnswer(kept.status, headers, { ...question, method: "GET" }, cache).kept;
  const now = services.now();
  const again: KeptAnswer = {
    ...kept,
    keptAt: now,
    freshUntil: now + (judged?.freshMs ?? 0),
    staleUntil: now + (judged?.freshMs ?? 0) + (judged?.staleMs ?? 0),
  };
  if (judged !== null) services.inBackground(services.answerCache.keep(key, again, keptMs(again)));
  record.cache = "revalidated";
  return answerKept(services, request, record, again);
}

/** An answer that can be asked after is worth keeping for longer: not changed is cheaper than all of it again. */
const REVALIDATE_MS = 3_600_000;

function keptMs({ etag, lastModified, freshUntil, staleUntil, keptAt }: KeptAnswer): number {
  const asked = etag === null && lastModified === null ? 0 : REVALIDATE_MS;
  return Math.max(staleUntil - keptAt, freshUntil - keptAt + asked);
}

/** Keep an answer, if it may be: in the background, the caller does not wait for it. */
export function keepAnswer(
  { services, record }: Pick<Answering, "services" | "record">,
  { key, cache, question }: Keeping,
  { status, headers: upstream }: Response,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
): void {
  const { kept, why } = judgeAnswer(status, upstream, question, cache);
  record.step("cache", services.now(), kept === null ? `not kept: ${why}` : `kept for ${kept.freshMs} ms`);
  if (kept === null) return;
  const now = services.now();
  const entry: KeptAnswer = {
    status,
    headers,
    body,
    etag: upstream.etag ?? null,
    lastModified: upstream["last-modified"] ?? null,
    keptAt: now,
    freshUntil: now + kept.freshMs,
    staleUntil: now + kept.freshMs + kept.staleMs,
  };
  services.inBackground(services.answerCache.keep(key, entry, keptMs(entry)));
}

/** By the configuration's own object: an integration that was changed is another object. */
const states = new WeakMap<Integration, string>();

/**
 * What must be the same for a kept answer to serve: the tenant, the integration, all of its settings and its credential.
 * Whatever is changed there empties the cache by giving everything another name.
 */
export async function stateOf(
  services: ProxyServices,
  { orgId }: ProxyRequest,
  integration: Integration,
): Promise<string> {
  const known = states.get(integration);
  if (known !== undefined) return known;
  const { settings, credential, organization } = integration;
  const text = JSON.stringify([orgId, integration.id, settings, credential?.identity ?? null, organization]);
  const state = `${orgId} ${integration.id} ${await services.sha256(text)}`;
  states.set(integration, state);
  return state;
}
