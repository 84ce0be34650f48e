import { isSensitiveHeader, REDACTED } from "../delivery/redact-headers.ts";
import type { BodyPointer } from "../event.ts";
import { REJECTION_REASONS } from "./connector.ts";
import { withoutInboundTokens } from "./inbound-token.ts";

/** Why a webhook was not taken: it did not prove itself, or what it says is nothing that the organization takes. */
export const REJECTION_CODES = [
  ...REJECTION_REASONS,
  "body_too_large",
  "unknown_event_type",
  "invalid_event",
] as const;
export type RejectionCode = (typeof REJECTION_CODES)[number];

export interface RejectedSummary {
  readonly id: string;
  readonly sourceId: string;
  readonly at: number;
  readonly reason: RejectionCode;
  readonly detail: string;
  readonly method: string;
  /** What the provider was answered. */
  readonly status: number;
  readonly ip: string;
  readonly bodyBytes: number;
}

export interface RejectedRequest extends RejectedSummary {
  /** Without what is secret; see `showableHeaders`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The query as it came, secrets redacted; never the path, which is the token. */
  readonly query: string;
  /** Null when there was none, or when it was not kept. */
  readonly bodyAt: BodyPointer | null;
}

/** Of a rejected body this much is kept. */
export const MAX_KEPT_BODY_BYTES = 64 * 1024;
/** Of each source and minute, over all isolates; the rest is only counted. */
export const MAX_REJECTED_PER_MINUTE = 20;
const MAX_SHOWN_HEADERS = 60;
const MAX_SHOWN_VALUE = 1_024;

/**
 * A rejected request's headers, as its source's operators may see them. A signature stays: it fits this one body at most
 * and was refused, and nobody finds out why without it. A credential that is sent as it is (Authorization, cookies,
 * tokens, API keys) goes, also a wrong one: it may be right elsewhere, or have been right yesterday.
 */
export function showableHeaders(
  headers: ReadonlyMap<string, string>,
  secretNames: ReadonlySet<string>,
): Record<string, string> {
  const shown = [...headers].slice(0, MAX_SHOWN_HEADERS);
  return Object.fromEntries(
    shown.map(([name, value]) => [
      name,
      // Cut after redacting: half a token would not be known as one.
      isSecretName(name, secretNames)
        ? REDACTED
        : withoutInboundTokens(value, REDACTED).slice(0, MAX_SHOWN_VALUE),
    ]),
  );
}

/** In a query these are a password or a one-time code, whatever the source was told; in headers they are nobody's. */
const QUERY_SECRETS = /^(?:key|code|pass|pwd|pin|otp)$/i;

/** The query without values whose names say that they are secret. */
export function showableQuery(search: string, secretNames: ReadonlySet<string>): string {
  const query = new URLSearchParams(search);
  for (const name of new Set(query.keys())) {
    if (isSecretName(name, secretNames) || QUERY_SECRETS.test(name)) query.set(name, REDACTED);
  }
  return withoutInboundTokens(query.toString(), REDACTED).slice(0, 2_048);
}

export function isSecretName(name: string, secretNames: ReadonlySet<string>): boolean {
  const lower = name.toLowerCase();
  if (secretNames.has(lower)) return true;
  return isSensitiveHeader(lower.replaceAll(/signature|hmac/g, ""));
}
