import type { Connector, InboundRequest, RejectionReason, Verification } from "#domain/ingress/connector";

/** A moment that the tables call now. */
export const NOW = Date.UTC(2026, 0, 15, 12, 0, 0);
export const TOLERANCE_MS = 300_000;

/** What a provider would send. */
export interface SignedParts {
  readonly headers: Readonly<Record<string, string>>;
  /** When signing changes the body (a signature or a timestamp that lies in it). */
  readonly body?: Uint8Array;
  readonly url?: string;
}

export interface ToSign {
  /** For public-key schemes the public key, as the source stores it. */
  readonly secret: string;
  readonly body: Uint8Array;
  readonly timestampMs: number;
}

export interface Arrival extends SignedParts {
  readonly body: Uint8Array;
}

export function inbound({ headers, body, url }: Arrival, method = "POST"): InboundRequest {
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return { method, url: url ?? "https://gateway.example/in/token", headers: new Map(lower), body };
}

export interface VerifyOptions {
  readonly secrets: readonly string[];
  readonly settings?: Readonly<Record<string, string>>;
  readonly now?: number;
  readonly toleranceMs?: number;
  readonly fetchText?: (url: string) => Promise<string | null>;
}

/** Ask a connector as the gateway does. */
export async function verifyWith(
  connector: Connector,
  request: InboundRequest,
  options: VerifyOptions,
): Promise<Verification> {
  return await connector.verify({
    request,
    secrets: options.secrets,
    settings: options.settings ?? {},
    now: options.now ?? NOW,
    toleranceMs: options.toleranceMs ?? TOLERANCE_MS,
    fetchText: options.fetchText ?? (() => Promise.resolve(null)),
  });
}

/** One word for what came out, so that tables read like tables. */
export function verdict(verification: Verification): "verified" | "challenge" | RejectionReason {
  return verification.kind === "rejected" ? verification.reason : verification.kind;
}

export const bytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(new TextEncoder().encode(text));
