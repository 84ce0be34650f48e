import type { ErrorCategory } from "../delivery/error-category.ts";
import type { IntegrationIdentity } from "../delivery/settlement.ts";
import type { BodyPointer } from "../event.ts";
import type { StoredBytes } from "../ports.ts";
import type { GateAnswer, GateAsk } from "./call-gate.ts";

/** What calling an upstream needs of the world. */

/** The gates in the IntegrationObjects. */
export interface CallGates {
  ask(identity: IntegrationIdentity, ask: GateAsk): Promise<GateAnswer>;
}

export interface UpstreamRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | ReadableStream<Uint8Array> | null;
  readonly headersTimeoutMs: number;
  readonly totalTimeoutMs: number;
  /** The body comes as it is on the wire, compressed perhaps; otherwise decoded. */
  readonly raw: boolean;
}

export type UpstreamAnswer =
  | {
      readonly kind: "response";
      readonly status: number;
      /** Names in lower case. */
      readonly headers: Readonly<Record<string, string>>;
      readonly body: ReadableStream<Uint8Array> | null;
      /** Nothing more is wanted of it: its timer ends. */
      end(): void;
      /** Did the whole time run out? */
      timedOut(): boolean;
    }
  | { readonly kind: "timeout"; readonly timeoutMs: number }
  | { readonly kind: "network_error"; readonly message: string };

/** Redirects are not followed, and nothing is kept on the way. */
export type SendUpstream = (request: UpstreamRequest) => Promise<UpstreamAnswer>;

export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** The upstream's own, to ask it whether this is still so; null when it gave none. */
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly keptAt: number;
  readonly freshUntil: number;
  readonly staleUntil: number;
}

/** Answers that are kept near where they were asked. `key` names everything that tells two of them apart. */
export interface AnswerCache {
  find(key: string): Promise<KeptAnswer | null>;
  keep(key: string, answer: KeptAnswer, forMs: number): Promise<void>;
}

export const CACHE_WORDS = ["hit", "miss", "bypass", "stale", "revalidated"] as const;
export type CacheWord = (typeof CACHE_WORDS)[number];

/** One call as the log shows it. */
export interface ProxyCallRecord {
  readonly id: string;
  readonly integrationId: string;
  readonly at: number;
  readonly method: string;
  /** As the caller wrote it; what looks like a secret in its query is gone. */
  readonly path: string;
  /** What the caller was answered. */
  readonly httpStatus: number;
  /** The code of the gateway's own refusal or failure; null for an answer of the upstream. */
  readonly gatewayError: string | null;
  readonly category: ErrorCategory | null;
  readonly cache: CacheWord;
  /** Until the answer's headers. */
  readonly durationMs: number;
  /** Until its body was through. */
  readonly totalMs: number;
  /** Null when nobody counted: a body of unknown length that went through as it came. */
  readonly requestBytes: number | null;
  readonly responseBytes: number | null;
  /** `key_…`, `user_…` or `operator`. */
  readonly caller: string;
  readonly correlationId: string;
  readonly detail: string | null;
  readonly traceAt: BodyPointer | null;
}

export interface ProxyCallFilter {
  readonly integrationId: string | null;
  readonly category: ErrorCategory | null;
  readonly httpStatus: number | null;
  readonly gatewayError: string | null;
  readonly from: number | null;
  readonly to: number | null;
}

export interface ProxyCallPage {
  readonly rows: readonly ProxyCallRecord[];
  readonly next: string | null;
  readonly scanned: number;
}

export interface ProxyCallLog {
  record(orgId: string, calls: readonly ProxyCallRecord[], stored: StoredBytes): Promise<void>;
  /** Newest first. */
  page(
    orgId: string,
    filter: ProxyCallFilter,
    request: { readonly after: string | null; readonly limit: number },
  ): Promise<ProxyCallPage>;
  find(orgId: string, id: string): Promise<ProxyCallRecord | null>;
  /** Up to `limit` of those made before; true when none is left. */
  removeBefore(orgId: string, before: number, limit: number): Promise<boolean>;
}
