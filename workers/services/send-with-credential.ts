import {
  type Addition,
  staticAddition,
  tokenAddition,
  withQuery,
} from "#domain/credentials/apply-credential";
import { secretHider } from "#domain/credentials/hide-secrets";
import { mergeHeader } from "#domain/credentials/merge-headers";
import type { TargetTokens } from "#domain/credentials/ports";
import type { AccessToken, TargetCredential } from "#domain/credentials/target-credential";
import type { AttemptResult } from "#domain/delivery/attempt-result";
import { REDACTED } from "#domain/delivery/redact-headers";
import type { Exchange, OutgoingRequest, SendRequest } from "#domain/ports";
import type { Integration } from "#domain/tenancy/organization-config";

export interface CredentialTools {
  readonly targetTokens: TargetTokens;
  /** Of a text's UTF-8 bytes. */
  readonly base64: (text: string) => string;
  readonly hmac: (
    algorithm: "sha1" | "sha256" | "sha512",
    key: string,
    text: string,
    encoding: "hex" | "base64",
  ) => string;
  readonly send: SendRequest;
  readonly now: () => number;
}

interface CredentialStep {
  readonly name: "authenticate" | "send";
  readonly durationMs: number;
  readonly detail: string;
}

/** What happened, as it may be kept: no secret of the credential is in it. */
export interface SentWithCredential {
  readonly exchange: Exchange;
  readonly request: OutgoingRequest;
}

/**
 * Send a request with its integration's credential. A token that the target refuses is replaced once, and the request is
 * sent again: the provider may have ended it early.
 */
export async function sendWithCredential(
  tools: CredentialTools,
  { settings, credential }: Integration,
  request: OutgoingRequest,
  steps: { push(step: CredentialStep): unknown },
  describe: (exchange: Exchange) => string,
): Promise<SentWithCredential> {
  const authenticate = async (refused: AccessToken | null) => {
    const from = tools.now();
    const got = await additionFor(tools, credential, request.body, refused);
    const detail = got.kind === "addition" ? got.addition.detail : messageOf(got.result);
    steps.push({ name: "authenticate", durationMs: tools.now() - from, detail });
    return got;
  };
  const send = async (addition: Addition): Promise<SentWithCredential> => {
    const added = addTo(request, settings.headers, addition);
    if (added === null) {
      const message = `its credential and the gateway both set ${addition.header?.name}`;
      return notSent(request, { kind: "not_sent", message });
    }
    const exchange = hide(tools, await tools.send(added.request), addition.secrets);
    steps.push({ name: "send", durationMs: exchange.durationMs, detail: describe(exchange) });
    return { exchange, request: added.shown };
  };

  const first = await authenticate(null);
  if (first.kind === "none") return notSent(request, first.result);
  const sent = await send(first.addition);
  if (first.token === null || !isUnauthorized(sent.exchange.result)) return sent;
  const second = await authenticate(first.token);
  if (second.kind === "addition") {
    return second.token?.version === first.token.version ? sent : send(second.addition);
  }
  // There is nothing better to send: a credential that needs a person explains the 401, a provider that is away comes back.
  return { exchange: { ...sent.exchange, result: second.result }, request: sent.request };
}

export type Got =
  | { readonly kind: "addition"; readonly addition: Addition; readonly token: AccessToken | null }
  | { readonly kind: "none"; readonly result: AttemptResult & { readonly message: string } };

/** What a credential adds to a request with this body; `refused` is the token that the target just answered 401 to. */
export async function additionFor(
  tools: Omit<CredentialTools, "send">,
  credential: TargetCredential | null,
  body: string,
  refused: AccessToken | null,
): Promise<Got> {
  if (credential === null) {
    return { kind: "none", result: { kind: "not_sent", message: "its credential was deleted" } };
  }
  if (credential.kind === "static") {
    return { kind: "addition", addition: staticAddition(credential.settings, body, tools), token: null };
  }
  const { identity } = credential;
  const available = await tools.targetTokens.get(identity, refused);
  switch (available.kind) {
    case "token":
      return { kind: "addition", addition: tokenAddition(available.token), token: available.token };
    case "failed":
      return { kind: "none", result: available.result };
    case "needs_authorization": {
      const { detail: message, changes } = available;
      const { credentialId } = identity;
      return { kind: "none", result: { kind: "credential_refused", credentialId, changes, message } };
    }
  }
}

/** The request as it goes out, and as it may be shown. Null when two sides would set the same header. */
function addTo(
  request: OutgoingRequest,
  own: Readonly<Record<string, string>>,
  { header, query }: Addition,
): { readonly request: OutgoingRequest; readonly shown: OutgoingRequest } | null {
  if (query !== null) {
    return {
      request: { ...request, url: withQuery(request.url, query) },
      shown: { ...request, url: withQuery(request.url, { name: query.name, value: "redacted" }) },
    };
  }
  if (header === null) return { request, shown: request };
  const headers = mergeHeader(request.headers, own, header);
  if (headers === null) return null;
  return {
    request: { ...request, headers },
    shown: { ...request, headers: { ...headers, [header.name]: REDACTED } },
  };
}

/** What comes back may hold what was sent: an echo, an error page, the URL in a network error. */
function hide(tools: CredentialTools, exchange: Exchange, secrets: readonly string[]): Exchange {
  const hidden = secretHider(secrets, tools.base64);
  const body = hidden(exchange.body, exchange.bodyTruncated);
  const { result } = exchange;
  switch (result.kind) {
    case "response": {
      const headers = Object.fromEntries(
        Object.entries(result.headers).map(([name, value]) => [name, hidden(value, false)]),
      );
      return { ...exchange, body, result: { ...result, headers } };
    }
    case "network_error":
    case "not_sent":
      return { ...exchange, body, result: { ...result, message: hidden(result.message, false) } };
    case "timeout":
    case "invalid_payload":
    case "transform_failed":
    case "cancelled":
    case "unresolved":
    case "no_credentials":
    case "token_unavailable":
    case "credential_refused":
      return { ...exchange, body };
  }
}

function isUnauthorized(result: AttemptResult): boolean {
  return result.kind === "response" && (result.status === 401 || result.refusal?.unauthenticated === true);
}

function messageOf(result: { readonly message: string }): string {
  return result.message;
}

function notSent(request: OutgoingRequest, result: AttemptResult): SentWithCredential {
  return { exchange: { result, durationMs: 0, body: "", bodyTruncated: false }, request };
}
