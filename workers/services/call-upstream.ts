import { Problem } from "#domain/problem";
import { type CacheQuestion, cacheFor, cacheKey } from "#domain/proxy/cache-policy";
import type { Integration } from "#domain/tenancy/organization-config";
import { isDelivering } from "#domain/tenancy/organization-config";
import { askUpstream } from "./ask-upstream.ts";
import { answerKept, type Caching, stateOf } from "./kept-answers.ts";
import { type CallableIntegration, type PlannedCall, planCall } from "./plan-call.ts";
import type { ProxyRequest, ProxyResponse, ProxyServices } from "./proxy-services.ts";
import { CallRecord } from "./record-call.ts";

/**
 * One call through the gateway: mapped, answered from what is kept or sent with the integration's credential, and taken
 * down in the log. Throws a Problem for everything that the gateway itself has to say.
 */
export async function callUpstream(services: ProxyServices, request: ProxyRequest): Promise<ProxyResponse> {
  const integration = await findCallable(services, request);
  const record = new CallRecord(services, request);
  try {
    const answering = answer(services, integration, request, record);
    // A caller who leaves ends the invocation: its place in the gate would stay taken, and nothing would be taken down.
    services.inBackground(answering.then(noop, noop));
    const response = await answering;
    record.headersThere();
    const headers = { ...response.headers, "x-gateway-cache": record.cache, "x-gateway-call": record.id };
    return { ...response, headers };
  } catch (error) {
    record.refused(error);
    throw error;
  }
}

function noop(): void {}

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
    return await askUpstream(services, integration, request, record, plan, caching, stale !== null);
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
