import type { CircuitPolicy } from "../delivery/circuit-breaker.ts";
import type { BucketLimit } from "../tenancy/token-bucket.ts";
import type { ScriptTransform, SimpleTransform } from "../transformation/transform-settings.ts";

export const PROXY_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] as const;
export type ProxyMethod = (typeof PROXY_METHODS)[number];

/** How callers reach the integration's target through `/proxy/{integration}/…`. Complete: nothing is optional once saved. */
export interface ProxySettings {
  readonly methods: readonly ProxyMethod[];
  readonly path: PathSettings;
  readonly query: QuerySettings;
  /** Of the caller's headers, those that go on; lower case, `x-acme-*` for all that begin so. */
  readonly requestHeaders: readonly string[];
  /** Of the upstream's headers, those that come back. */
  readonly responseHeaders: readonly string[];
  /** Until the whole answer is through, body included; to its headers it is the integration's own `timeoutMs`. */
  readonly totalTimeoutMs: number;
  /** Take the credential out of text bodies that come back: some upstreams echo what they were sent. */
  readonly hideCredential: boolean;
  readonly transformRequest: BodyTransform | null;
  readonly transformResponse: BodyTransform | null;
  /** Null: nothing is kept. */
  readonly cache: CacheSettings | null;
  readonly limits: CallLimitSettings;
  /** Null: an upstream that fails is asked again and again. */
  readonly circuit: CircuitPolicy | null;
}

/** Only the body: where a call goes is the caller's and the path mapping's business. */
export type BodyTransform = Pick<SimpleTransform, "kind" | "mapping"> | ScriptTransform;

export interface PathSettings {
  /** Patterns such as `/v1/orders/{id}` and `/v1/**`, compared with the caller's path; empty allows every path. */
  readonly allow: readonly string[];
  /** Taken from the front of the caller's path; "" takes nothing. A path without it is refused. */
  readonly strip: string;
  /** Put in front of it, behind the integration's URL. */
  readonly add: string;
  /** The first pattern that fits replaces the whole path, and `strip` and `add` do not count. */
  readonly rewrite: readonly PathRewrite[];
}

export interface PathRewrite {
  readonly from: string;
  /** May name what `from` caught: `/v2/clients/{id}`, `/archive/{**}`. */
  readonly to: string;
}

export interface QuerySettings {
  /** Null allows every name. */
  readonly allow: readonly string[] | null;
  readonly deny: readonly string[];
  /** The caller's name for a parameter to the upstream's. */
  readonly rename: Readonly<Record<string, string>>;
  /** Sent with every call, whatever the caller says. */
  readonly set: Readonly<Record<string, string>>;
}

export interface CacheSettings {
  readonly ttlSeconds: number;
  /** Query parameters that tell answers apart; null: all of them. */
  readonly query: readonly string[] | null;
  /** Headers that do; null: every one that goes upstream, so that nothing is ever mixed up. */
  readonly headers: readonly string[] | null;
  /** Keep answers for `ttlSeconds` even if the upstream says `private`, `no-store` or less. */
  readonly overrideUpstream: boolean;
  /** For this long after it ended, an answer still serves while the upstream fails. 0: never. */
  readonly staleIfErrorSeconds: number;
}

export interface CallLimitSettings {
  /** Calls that reach the upstream, over all callers and isolates. */
  readonly rate: BucketLimit | null;
  /** Of them, how many at the same time. */
  readonly concurrency: number | null;
}

export const DEFAULT_REQUEST_HEADERS: readonly string[] = [
  "accept",
  "accept-language",
  "content-encoding",
  "content-language",
  "content-type",
  "idempotency-key",
  "if-match",
  "if-modified-since",
  "if-none-match",
  "if-unmodified-since",
  "prefer",
  "range",
  "if-range",
];

export const DEFAULT_RESPONSE_HEADERS: readonly string[] = [
  "accept-ranges",
  "content-disposition",
  "content-language",
  "content-range",
  "content-type",
  "deprecation",
  "etag",
  "last-modified",
  "link",
  "location",
  "preference-applied",
  "retry-after",
  "sunset",
];

export const DEFAULT_TOTAL_TIMEOUT_MS = 300_000;
