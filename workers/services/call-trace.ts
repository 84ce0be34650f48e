import { redactHeaders } from "#domain/delivery/redact-headers";

export interface CallStep {
  readonly name:
    | "map"
    | "cache"
    | "check_target"
    | "transform_request"
    | "admit"
    | "authenticate"
    | "send"
    | "transform_response";
  readonly durationMs: number;
  readonly detail: string;
}

/** One call, as it is kept for operators: secrets are gone from it. */
export interface CallTrace {
  readonly startedAt: number;
  readonly steps: readonly CallStep[];
  /** As it went upstream; null when nothing did. */
  readonly request: {
    readonly url: string;
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    /** The beginning of what was read of it; null for one that went through as a stream. */
    readonly body: string | null;
  } | null;
  /** As it came from the upstream. */
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | null;
    readonly bodyTruncated: boolean;
  } | null;
  readonly error: string | null;
}

/** Of a body this much is kept. */
export const TRACED_CHARACTERS = 16 * 1024;

/** Headers for the log: what is secret by its name goes, and what is secret by its value wherever it stands. */
export function tracedHeaders(
  headers: Readonly<Record<string, string>>,
  hide: (text: string) => string,
): Record<string, string> {
  const shown = redactHeaders(headers);
  for (const name in shown) shown[name] = hide(shown[name] ?? "");
  return shown;
}
