import { findLockedSecret } from "#domain/delivery/find-locked-secret";
import { Problem } from "#domain/problem";
import { CONDITIONAL_HEADERS } from "#domain/proxy/cache-policy";
import type { UpstreamRequest } from "#domain/proxy/ports";
import { type Answering, answerCall } from "./answer-call.ts";
import { type Caching, revalidated } from "./kept-answers.ts";
import type { CallableIntegration, PlannedCall } from "./plan-call.ts";
import type { ProxyRequest, ProxyResponse, ProxyServices } from "./proxy-services.ts";
import { readBody } from "./read-call-body.ts";
import { type CallRecord, signOfStatus } from "./record-call.ts";
import { discard, sendCall } from "./send-call.ts";

const USER_AGENT = "integration-gateway/1";
/** A place in the gate outlives its call by this, so that clocks need not agree. */
const GRACE_MS = 5_000;

/**
 * Send a planned call: through the gate, with the credential, and back.
 *
 * @param hasStale an older answer can serve instead: then a 5xx is thrown like any other failure
 * @throws Problem for everything that is not the upstream's own answer
 */
export async function askUpstream(
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
  // A target that is refused stays refused until somebody changes it: nothing is wrong with the upstream.
  if (!target.ok) throw new Problem(target.retryable ? "upstream_unreachable" : "conflict", target.message);
  const locked = findLockedSecret(
    { ...integration, settings: { ...settings, signing: { mode: "none" } } },
    from,
  );
  if (locked !== null) throw new Problem("upstream_credential", `The gateway cannot sign in: ${locked}.`);
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
