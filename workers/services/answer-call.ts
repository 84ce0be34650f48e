import { Problem } from "#domain/problem";
import { type CacheQuestion, weakened } from "#domain/proxy/cache-policy";
import { createMasker } from "#domain/proxy/mask-secrets";
import type { UpstreamAnswer } from "#domain/proxy/ports";
import type { CacheSettings } from "#domain/proxy/proxy-settings";
import { announcedLength, answerHeaders } from "./answer-headers.ts";
import { passThrough, readUpTo } from "./body-streams.ts";
import { TRACED_CHARACTERS, tracedHeaders } from "./call-trace.ts";
import { keepAnswer } from "./kept-answers.ts";
import { maskWhole, secretBytes } from "./mask-body.ts";
import type { CallableIntegration } from "./plan-call.ts";
import {
  MAX_HELD_BYTES,
  type ProxyRequest,
  type ProxyResponse,
  type ProxyServices,
} from "./proxy-services.ts";
import { type CallRecord, categoryOfStatus } from "./record-call.ts";
import { notReshaped, reshapeBody } from "./reshape-body.ts";
import { discard, type SentCall } from "./send-call.ts";
import { unreadEncoding, worthHolding } from "./worth-holding.ts";

type Response = Extract<UpstreamAnswer, { readonly kind: "response" }>;

export interface Keeping {
  readonly key: string;
  readonly cache: CacheSettings;
  readonly question: CacheQuestion;
}

export interface Answering {
  readonly services: ProxyServices;
  readonly integration: CallableIntegration;
  readonly request: ProxyRequest;
  readonly record: CallRecord;
  readonly sent: SentCall;
  readonly raw: boolean;
  readonly url: string;
  /** Null when this answer is not to be kept. */
  readonly keeping: Keeping | null;
  /** Nothing of the call is in flight any more. */
  readonly ended: () => void;
}

/** RFC 9110, section 6.4.1. */
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);
const TEXT =
  /^((text|multipart|message)\/|application\/([\w.+-]*\+)?(json|http|yaml|x-yaml|xml|javascript|x-ndjson|x-www-form-urlencoded|graphql)\b)/i;
const JSON_TYPE = /^application\/([\w.+-]+\+)?json\b/i;
/** A text answer that announces no more than this is read whole: a stream costs more turns than it is worth. */
const SMALL_BYTES = 64 * 1024;

/** Make the caller's answer of the upstream's. */
export async function answerCall(answering: Answering, answer: Response): Promise<ProxyResponse> {
  const { integration, request, record, sent, raw } = answering;
  const { proxy } = integration.settings;
  const { status } = answer;
  if (status < 200 || status > 599) {
    await discard(answer);
    throw new Problem(
      "upstream_unusable",
      `The upstream answered ${status}, which is no HTTP status of an answer.`,
    );
  }
  const unread = raw ? null : unreadEncoding(answer);
  if (unread !== null && request.method !== "HEAD") {
    await discard(answer);
    throw new Problem(
      "upstream_unusable",
      `The upstream answered in the encoding ${unread}, which it was not asked for and the gateway cannot read.`,
    );
  }
  const headers = answerHeaders(answering, answer);
  const traced = tracedHeaders(answer.headers, sent.hide);
  record.came = { status, headers: traced, body: null, bodyTruncated: false };
  const see = (text: string, truncated: boolean) => {
    record.came = { status, headers: traced, body: sent.hide(text), bodyTruncated: truncated };
  };

  const length = announcedLength(answer, raw);
  if (answer.body === null || WITHOUT_BODY.has(status) || request.method === "HEAD") {
    await discard(answer);
    if (request.method === "HEAD" && length !== null && proxy.transformResponse === null) {
      headers["content-length"] = String(length);
    }
    return end(answering, { status, headers, body: null, raw }, 0);
  }
  const type = answer.headers["content-type"] ?? "";
  const isText = type === "" || TEXT.test(type);
  // What comes as it is on the wire can be read if nobody compressed it.
  const readable = isText && (!raw || answer.headers["content-encoding"] === undefined);
  const reshaped = proxy.transformResponse !== null && status < 300 && JSON_TYPE.test(type);
  const secrets =
    proxy.hideCredential && isText && !raw ? secretBytes(sent.secrets, answering.services.base64) : [];
  let { body } = answer;
  const keeping = worthHolding(answering, answer, length) ? answering.keeping : null;

  if (reshaped || keeping !== null || (readable && length !== null && length <= SMALL_BYTES)) {
    const read = await readUpTo(body, MAX_HELD_BYTES).catch((error: unknown) => {
      throw cutOff(answer, error);
    });
    if (read.kind === "whole") {
      answer.end();
      const bytes = maskWhole(read.bytes, secrets);
      if (isText) see(beginningOf(bytes), bytes.length > TRACED_CHARACTERS);
      return held({ ...answering, keeping }, answer, headers, bytes, reshaped);
    }
    if (reshaped) {
      await read.rest.cancel().catch(() => undefined);
      answer.end();
      throw new Problem(
        "upstream_unusable",
        `The answer is larger than ${MAX_HELD_BYTES} bytes, and proxy.transformResponse needs it whole.`,
      );
    }
    body = read.rest;
  }

  const seen = { text: "", decoder: new TextDecoder(), bytes: 0 };
  const note = (chunk: Uint8Array): Uint8Array => {
    seen.bytes += chunk.length;
    const room = TRACED_CHARACTERS - seen.text.length;
    if (room > 0) seen.text += seen.decoder.decode(chunk.subarray(0, room), { stream: true });
    return chunk;
  };
  const masker = createMasker(secrets);
  const look = readable
    ? { push: (chunk: Uint8Array) => note(masker.push(chunk)), end: () => note(masker.end()) }
    : null;
  const passage = passThrough(body, length, look);
  answering.services.inBackground(
    passage.done.then(
      () => {
        answer.end();
        if (readable) see(seen.text, seen.bytes > seen.text.length);
        end(answering, { status, headers, body: null, raw }, readable ? seen.bytes : length);
      },
      (error: unknown) => {
        answer.end();
        if (readable) see(seen.text, true);
        const detail = answer.timedOut()
          ? `cut off after ${proxy.totalTimeoutMs} ms: proxy.totalTimeoutMs`
          : `cut off before its end: ${sent.hide(String(error))}`;
        answering.ended();
        record.answered(
          { status, responseBytes: readable ? seen.bytes : null, detail },
          answer.timedOut() ? "TIMEOUT" : "NETWORK",
        );
      },
    ),
  );
  return { status, headers, body: passage.body, raw };
}

/** The whole body is here: transformed if that is asked for, and kept if it may be. */
async function held(
  answering: Answering,
  answer: Response,
  headers: Record<string, string>,
  bytes: Uint8Array,
  reshaped: boolean,
): Promise<ProxyResponse> {
  const { services, integration, keeping, record } = answering;
  const { status } = answer;
  let body = bytes;
  const transform = integration.settings.proxy.transformResponse;
  if (reshaped && transform !== null) {
    const from = services.now();
    const facts = record.facts(status);
    const made = await reshapeBody(services, integration, transform, new TextDecoder().decode(bytes), facts);
    record.step("transform_response", from, made.ok ? `${made.text.length} characters` : made.message);
    if (!made.ok) throw notReshaped("upstream_unusable", "The answer", made);
    body = new TextEncoder().encode(made.text);
    headers["content-type"] = "application/json";
    if (headers.etag !== undefined) headers.etag = weakened(headers.etag);
  }
  if (keeping !== null) keepAnswer(answering, keeping, answer, headers, body);
  return end(
    answering,
    { status, headers: { ...headers, ...lengthOf(body) }, body, raw: false },
    body.length,
  );
}

function end(answering: Answering, response: ProxyResponse, responseBytes: number | null): ProxyResponse {
  answering.ended();
  const category = categoryOfStatus(response.status);
  const detail = category === null ? null : `the upstream answered ${response.status}`;
  answering.record.answered({ status: response.status, responseBytes, detail }, category);
  return response;
}

function cutOff(answer: Response, error: unknown): Problem {
  answer.end();
  return answer.timedOut()
    ? new Problem(
        "upstream_timeout",
        "The upstream's answer was not through in time. proxy.totalTimeoutMs says how long.",
      )
    : new Problem("upstream_unreachable", `The upstream's answer broke off: ${String(error)}.`);
}

function beginningOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes.subarray(0, TRACED_CHARACTERS));
}

function lengthOf(body: Uint8Array): Record<string, string> {
  return { "content-length": String(body.length) };
}
