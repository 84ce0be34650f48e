import { findLockedSecret } from "#domain/delivery/find-locked-secret";
import { Problem } from "#domain/problem";
import {
  type CacheQuestion,
  CONDITIONAL_HEADERS,
  cacheFor,
  cacheKey,
  isUnchanged,
  judgeAnswer,
} from "#domain/proxy/cache-policy";
import type { KeptAnswer, UpstreamRequest } from "#domain/proxy/ports";
import type { Integration } from "#domain/tenancy/organization-config";
import { isDelivering } from "#domain/tenancy/organization-config";
import { type Answering, answerCall, keptMs } from "./answer-call.ts";
import { readUpTo } from "./body-streams.ts";
import { type CallableIntegration, type PlannedCall, planCall } from "./plan-call.ts";
import {
  MAX_HELD_BYTES,
  type ProxyRequest,
  type ProxyResponse,
  type ProxyServices,
} from "./proxy-services.ts";
import { CallRecord, signOfStatus } from "./record-call.ts";
import { notReshaped, reshapeBody } from "./reshape-body.ts";
import { discard, sendCall } from "./send-call.ts";

const USER_AGENT = "integration-gateway/1";
/** A place in the gate outlives its call by this, so that clocks need not agree. */
const GRACE_MS = 5_000;

/**
 * One call through the gateway: mapped, answered from what is kept or sent with the integration's credential, and taken
 * down in the log. Throws a Problem for everything that the gateway itself has to say.
 */
export async function callUpstream(services: ProxyServices, request: ProxyRequest): Promise<ProxyResponse> {
  const integration = await findCallable(services, request);
  const record = new CallRecord(services, request);
  try {
    const response = await answer(services, integration, request, record);
    record.headersThere();
    const headers = { ...response.headers, "x-gateway-cache": record.cache, "x-gateway-call": record.id };
    return { ...response, headers };
  } catch (error) {
    record.refused(error);
    throw error;
  }
}

async function findCallable(
  services: ProxyServices,
  { orgId, integrationId }: ProxyRequest,
): Promise<CallableIntegration> {
  const config = await services.configurations.load(orgId, 0);
  const integration = config?.integrationsById.get(integrationId);
  if (integration === undefined || !isCallable(integration)) {
    throw new Problem(
      "not_found",
      "There is no such integration, or it may not be called: its proxy is null.",
    );
  }
  return integration;
}

function isCallable(integration: Integration): integration is CallableIntegration {
  return integration.settings.proxy !== null;
}

async function answer(
  services: ProxyServices,
  integration: CallableIntegration,
  request: ProxyRequest,
  record: CallRecord,
): Promise<ProxyResponse> {
  if (!isDelivering(integration)) {
    throw new Problem(
      "conflict",
      "This integration is switched off. Switch it on (enabled: true) to call it.",
    );
  }
  const from = services.now();
  const plan = planCall(integration, request);
  record.step("map", from, `${request.method} ${plan.path}`);
  const question: CacheQuestion = {
    method: request.method,
    path: plan.path,
    query: plan.query,
    headers: plan.callerHeaders,
  };
  const cache = cacheFor(question, integration.settings.proxy);
  if (cache === null) return ask(services, integration, request, record, plan, null);

  const key = `${await stateOf(services, request, integration)} ${cacheKey(question, cache)}`;
  const lookFrom = services.now();
  const kept = await services.answerCache.find(key);
  const fresh = kept !== null && services.now() < kept.freshUntil;
  record.cache = fresh ? "hit" : "miss";
  record.step("cache", lookFrom, fresh ? "found" : kept === null ? "not found" : "found, and too old");
  if (kept !== null && fresh) return answerKept(services, request, record, kept);
  return ask(services, integration, request, record, plan, { key, cache, question, kept });
}

type Caching = NonNullable<Answering["keeping"]> & { readonly kept: KeptAnswer | null };

/** Ask the upstream; while it fails, what is kept may still serve. */
async function ask(
  services: ProxyServices,
  integration: CallableIntegration,
  request: ProxyRequest,
  record: CallRecord,
  plan: PlannedCall,
  caching: Caching | null,
): Promise<ProxyResponse> {
  const kept = caching?.kept ?? null;
  const stale = kept !== null && services.now() < kept.staleUntil ? kept : null;
  try {
    return await askNow(services, integration, request, record, plan, caching, stale !== null);
  } catch (error) {
    const failed = error instanceof Problem && UPSTREAM_FAILS.has(error.code);
    if (!failed || stale === null) throw error;
    record.cache = "stale";
    record.step("cache", services.now(), `still serves: ${error.message}`);
    return answerKept(services, request, record, stale);
  }
}

const UPSTREAM_FAILS: ReadonlySet<string> = new Set([
  "upstream_unreachable",
  "upstream_timeout",
  "circuit_open",
]);

async function askNow(
  services: ProxyServices,
  integration: CallableIntegration,
  request: ProxyRequest,
  record: CallRecord,
  plan: PlannedCall,
  caching: Caching | null,
  hasStale: boolean,
): Promise<ProxyResponse> {
  const { settings } = integration;
  const { proxy } = settings;
  await checkTarget(services, integration, record);
  const body = await readBody(services, integration, request, record);

  const admitFrom = services.now();
  const identity = { orgId: request.orgId, integrationId: integration.id };
  const policy = { circuit: proxy.circuit, ...proxy.limits };
  const entry = await services.callGate.enter(identity, policy, {
    leaseMs: proxy.totalTimeoutMs + GRACE_MS,
    probeLeaseMs: settings.timeoutMs + GRACE_MS,
  });
  record.step("admit", admitFrom, entry.kind === "refused" ? `refused: ${entry.because}` : entry.kind);
  if (entry.kind === "refused") throw refusal(entry.because, entry.retryAfterMs);
  if (entry.kind === "unknown") {
    throw new Problem(
      "unavailable",
      "The integration's limits cannot be counted right now. Try again.",
      [],
      1_000,
    );
  }

  // Text is looked into for the credential, so it must not come compressed.
  const hasSecrets = settings.credentialId !== null || Object.keys(settings.headers).length > 0;
  const raw = caching === null && proxy.transformResponse === null && !(proxy.hideCredential && hasSecrets);
  const upstream: UpstreamRequest = {
    url: plan.url,
    method: request.method,
    headers: requestHeaders(integration, request, plan, caching, raw, body.reshaped),
    body: body.content,
    headersTimeoutMs: settings.timeoutMs,
    totalTimeoutMs: proxy.totalTimeoutMs,
    raw,
  };
  try {
    const sent = await sendCall(services, integration, upstream, record);
    const { answer: came } = sent;
    if (came.kind !== "response") {
      entry.judge("failure");
      throw came.kind === "timeout"
        ? new Problem(
            "upstream_timeout",
            `The upstream did not answer within ${came.timeoutMs} ms. timeoutMs says how long.`,
          )
        : new Problem(
            "upstream_unreachable",
            `The upstream could not be reached: ${sent.hide(came.message)}.`,
          );
    }
    entry.judge(signOfStatus(came.status));
    record.headersThere();
    if (came.status >= 500 && hasStale) {
      await discard(came);
      throw new Problem("upstream_unreachable", `The upstream answered ${came.status}.`);
    }
    if (came.status === 304 && caching?.kept != null) {
      await discard(came);
      entry.leave();
      return revalidated(services, request, record, caching, caching.kept, came.headers);
    }
    const keeping = caching;
    const answering: Answering = {
      services,
      integration,
      request,
      record,
      sent,
      raw,
      url: plan.url,
      keeping,
      ended: () => entry.leave(),
    };
    return await answerCall(answering, came);
  } catch (error) {
    // No answer, so nothing is known of the upstream: the probe's place, if it was one, goes to another.
    entry.judge("neutral");
    entry.leave();
    throw error;
  }
}

async function checkTarget(
  services: ProxyServices,
  integration: CallableIntegration,
  record: CallRecord,
): Promise<void> {
  const { settings, hostRules } = integration;
  const from = services.now();
  // The integration's own URL stands for all below it: a call cannot leave its host.
  const checking = services.guardTarget(settings.url, hostRules);
  const target = checking instanceof Promise ? await checking : checking;
  record.step("check_target", from, target.ok ? "target allowed" : target.message);
  if (!target.ok) throw new Problem("upstream_unreachable", target.message);
  const locked = findLockedSecret(
    { ...integration, settings: { ...settings, signing: { mode: "none" } } },
    from,
  );
  if (locked !== null) throw new Problem("upstream_credential", `The gateway cannot sign in: ${locked}.`);
}

interface ReadBody {
  readonly content: UpstreamRequest["body"];
  readonly reshaped: boolean;
}

/** Only what is transformed, signed or may have to be sent twice is read; everything else goes through as it comes. */
async function readBody(
  services: ProxyServices,
  integration: CallableIntegration,
  request: ProxyRequest,
  record: CallRecord,
): Promise<ReadBody> {
  const { settings, credential } = integration;
  const length = Number(request.headers.get("content-length") ?? Number.NaN);
  if (request.body === null || request.method === "GET" || request.method === "HEAD") {
    record.requestBytes = 0;
    return { content: null, reshaped: false };
  }
  record.requestBytes = Number.isFinite(length) ? length : null;
  const transform = settings.proxy.transformRequest;
  const signed = credential?.kind === "static" && credential.settings.kind === "hmac";
  const mayRepeat = credential?.kind === "oauth" && length <= MAX_HELD_BYTES;
  if (transform === null && !signed && !mayRepeat) return { content: request.body, reshaped: false };
  if (length > MAX_HELD_BYTES) throw tooLarge();
  const read = await readUpTo(request.body, MAX_HELD_BYTES);
  if (read.kind === "longer") throw tooLarge();
  record.requestBytes = read.bytes.length;
  const text = decode(read.bytes);
  if (text === null) {
    // Signing and transforming read text; sending twice can do without.
    if (transform === null && !signed) return { content: streamOf(read.bytes), reshaped: false };
    throw new Problem(
      "unsupported_media_type",
      "This integration transforms or signs bodies: send UTF-8 text.",
    );
  }
  if (transform === null || text === "") return { content: text, reshaped: false };
  const from = services.now();
  const made = await reshapeBody(services, integration, transform, text, record.facts(null));
  record.step("transform_request", from, made.ok ? `${made.text.length} characters` : made.message);
  if (!made.ok) throw notReshaped("invalid_body", "The body", made);
  return { content: made.text, reshaped: true };
}

function requestHeaders(
  { settings }: CallableIntegration,
  request: ProxyRequest,
  plan: PlannedCall,
  caching: Caching | null,
  raw: boolean,
  reshaped: boolean,
): Record<string, string> {
  const headers: Record<string, string> = { ...plan.callerHeaders };
  if (caching !== null) {
    for (const name of CONDITIONAL_HEADERS) delete headers[name];
    const { etag = null, lastModified = null } = caching.kept ?? {};
    if (etag !== null) headers["if-none-match"] = etag;
    else if (lastModified !== null) headers["if-modified-since"] = lastModified;
  }
  const accepted = request.headers.get("accept-encoding") ?? "identity";
  headers["accept-encoding"] = raw ? accepted : /\bgzip\b/i.test(accepted) ? "gzip" : "identity";
  headers["user-agent"] = USER_AGENT;
  headers["x-correlation-id"] = request.correlationId;
  if (reshaped) {
    headers["content-type"] = "application/json";
    delete headers["content-encoding"];
  }
  for (const [name, value] of Object.entries(settings.headers)) headers[name.toLowerCase()] = value;
  return headers;
}

function answerKept(
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
function revalidated(
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

/** By the configuration's own object: an integration that was changed is another object. */
const states = new WeakMap<Integration, string>();

/**
 * What must be the same for a kept answer to serve: the tenant, the integration, all of its settings and its credential.
 * Whatever is changed there empties the cache by giving everything another name.
 */
async function stateOf(
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

function refusal(because: "circuit" | "rate" | "concurrency", retryAfterMs: number): Problem {
  switch (because) {
    case "circuit":
      return new Problem(
        "circuit_open",
        "The upstream failed too often and is given a rest.",
        [],
        retryAfterMs,
      );
    case "rate":
      return new Problem("upstream_busy", "The rate in proxy.limits is used up.", [], retryAfterMs);
    case "concurrency":
      return new Problem(
        "upstream_busy",
        "As many calls as proxy.limits allows are going on.",
        [],
        retryAfterMs,
      );
  }
}

function tooLarge(): Problem {
  return new Problem(
    "body_too_large",
    `This integration transforms, signs or repeats bodies, which takes at most ${MAX_HELD_BYTES} bytes.`,
  );
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
}
