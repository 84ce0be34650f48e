import type { Addition } from "#domain/credentials/apply-credential";
import { withQuery } from "#domain/credentials/apply-credential";
import { secretHider } from "#domain/credentials/hide-secrets";
import { secretValues } from "#domain/delivery/redact-values";
import { Problem } from "#domain/problem";
import type { UpstreamAnswer, UpstreamRequest } from "#domain/proxy/ports";
import { TRACED_CHARACTERS, tracedHeaders } from "./call-trace.ts";
import type { CallableIntegration } from "./plan-call.ts";
import type { ProxyServices } from "./proxy-services.ts";
import type { CallRecord } from "./record-call.ts";
import { additionFor } from "./send-with-credential.ts";

type Response = Extract<UpstreamAnswer, { readonly kind: "response" }>;

export interface SentCall {
  readonly answer: UpstreamAnswer;
  /** Everything of the request that nobody may see again. */
  readonly secrets: readonly string[];
  readonly hide: (text: string) => string;
}

const NO_ADDITION: Addition = { header: null, query: null, secrets: [], detail: "no credential" };

/**
 * Send a call with its integration's credential. A token that the upstream refuses is replaced once; the call is then sent
 * again if its body is at hand, and otherwise the caller is asked to: half a stream cannot be sent twice.
 */
export async function sendCall(
  services: ProxyServices,
  { settings, credential }: CallableIntegration,
  request: UpstreamRequest,
  record: CallRecord,
): Promise<SentCall> {
  const own = secretValues(settings.headers);
  const text = typeof request.body === "string" ? request.body : "";

  const authenticate = async (refused: Parameters<typeof additionFor>[3]) => {
    if (settings.credentialId === null) return { addition: NO_ADDITION, token: null };
    const from = services.now();
    const got = await additionFor(services, credential, text, refused);
    if (got.kind === "addition") {
      record.step("authenticate", from, got.addition.detail);
      return got;
    }
    record.step("authenticate", from, got.result.message);
    const retryAt = got.result.kind === "token_unavailable" ? got.result.retryAt : null;
    const wait = retryAt === null ? null : Math.max(0, retryAt - services.now());
    throw new Problem("upstream_credential", `The gateway cannot sign in: ${got.result.message}.`, [], wait);
  };

  const send = async (addition: Addition): Promise<SentCall> => {
    const secrets = [...new Set([...addition.secrets, ...own])];
    const hideAll = secretHider(secrets, services.base64);
    const hide = (shown: string) => hideAll(shown, false);
    const headers = { ...request.headers };
    if (addition.header !== null) headers[addition.header.name.toLowerCase()] = addition.header.value;
    const url = addition.query === null ? request.url : withQuery(request.url, addition.query);
    record.sent = {
      url: hide(url),
      method: request.method,
      headers: tracedHeaders(headers, hide),
      body: typeof request.body === "string" ? hide(request.body.slice(0, TRACED_CHARACTERS)) : null,
    };
    const from = services.now();
    const answer = await services.sendUpstream({ ...request, url, headers });
    record.step("send", from, hide(describe(answer)));
    return { answer, secrets, hide };
  };

  const first = await authenticate(null);
  const sent = await send(first.addition);
  const { answer } = sent;
  if (first.token === null || answer.kind !== "response" || answer.status !== 401) return sent;
  const second = await authenticate(first.token);
  if (second.token?.version === first.token.version) return sent;
  await discard(answer);
  if (request.body !== null && typeof request.body !== "string") {
    throw new Problem(
      "unavailable",
      "The upstream refused the access token. It has been renewed, but this body went through as a stream and cannot be sent twice: send the request again.",
      [],
      1_000,
    );
  }
  return send(second.addition);
}

/** Nobody reads this answer: let go of its connection. */
export async function discard(answer: Response): Promise<void> {
  answer.end();
  await answer.body?.cancel().catch(() => undefined);
}

function describe(answer: UpstreamAnswer): string {
  switch (answer.kind) {
    case "response":
      return `answered ${answer.status}`;
    case "timeout":
      return `no answer within ${answer.timeoutMs} ms`;
    case "network_error":
      return answer.message;
  }
}
