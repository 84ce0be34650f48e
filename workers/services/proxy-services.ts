import type { Configurations } from "#domain/ports";
import type { AnswerCache, SendUpstream } from "#domain/proxy/ports";
import type { CallGate } from "./enter-gate.ts";
import type { GuardTarget } from "./guard-target.ts";
import type { LogCall } from "./log-calls.ts";
import type { ReshapeTools } from "./reshape-body.ts";
import type { CredentialTools } from "./send-with-credential.ts";

/** What calling an upstream needs. A test passes its own. */
export interface ProxyServices extends Omit<CredentialTools, "send">, ReshapeTools {
  readonly configurations: Configurations;
  readonly guardTarget: GuardTarget;
  readonly callGate: CallGate;
  readonly sendUpstream: SendUpstream;
  readonly answerCache: AnswerCache;
  readonly logCall: LogCall;
  /** Hex, of a text's UTF-8 bytes. */
  readonly sha256: (text: string) => string | Promise<string>;
  readonly createId: (prefix: string) => string;
  readonly inBackground: (promise: Promise<void>) => void;
}

/** A caller's request, as it came. */
export interface ProxyRequest {
  readonly orgId: string;
  readonly integrationId: string;
  readonly method: string;
  /** Behind `/proxy/{integration}`, still encoded; begins with a slash. */
  readonly path: string;
  readonly search: string;
  readonly headers: Headers;
  readonly body: ReadableStream<Uint8Array> | null;
  /** `key_…`, `user_…` or `operator`. */
  readonly caller: string;
  readonly correlationId: string;
  /** `/proxy/{integration}`: where this integration is called. */
  readonly proxyRoot: string;
}

export interface ProxyResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ReadableStream<Uint8Array> | Uint8Array | null;
  /** The body is as on the wire: it is not to be encoded once more. */
  readonly raw: boolean;
}

/** A body that is transformed, signed or sent a second time is held in memory, so it is bounded. */
export const MAX_HELD_BYTES = 1_048_576;
