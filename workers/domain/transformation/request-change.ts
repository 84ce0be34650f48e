import { isHeaderSafe } from "../signing/header-rules.ts";
import type { SigningConfig } from "../signing/signing-config.ts";
import { HTTP_METHODS, type HttpMethod } from "../tenancy/organization-config.ts";
import { headerNameProblem, MAX_HEADER_LENGTH, MAX_HEADERS } from "../tenancy/target-headers.ts";
import { TemplateFault } from "./template-fault.ts";

/** What a transformation made of one message. What is left out is as the integration has it. */
export interface MadeMessage {
  /** JSON text of the new payload. */
  readonly payloadJson: string;
  readonly url?: string;
  readonly method?: string;
  /** Null takes one of the integration's own headers away. */
  readonly headers?: Readonly<Record<string, string | null>>;
  readonly query?: readonly (readonly [name: string, value: string])[];
}

/** Where a message goes, complete. */
export interface MessageTarget {
  readonly url: string;
  readonly method: HttpMethod;
  readonly headers: Readonly<Record<string, string>>;
}

export interface OwnTarget extends MessageTarget {
  readonly signing: SigningConfig;
  /** Sent along by the gateway; it belongs to the target that was configured. */
  readonly hasCredential: boolean;
  readonly isSecretHeader: (name: string) => boolean;
}

const MAX_URL_LENGTH = 2_048;

/**
 * Change a request as its transformation says, and nothing that the gateway keeps for itself.
 * @throws TemplateFault
 */
export function changeRequest(own: OwnTarget, made: MadeMessage): MessageTarget {
  const url = withQuery(made.url ?? own.url, made.query ?? []);
  if (url === own.url && made.method === undefined && made.headers === undefined) return own;
  const elsewhere = url !== own.url && originOf(url) !== originOf(own.url);
  if (elsewhere && own.hasCredential) {
    throw new TemplateFault(
      `The URL leads to ${originOf(url)}, and the credential of this integration is for ${originOf(own.url)} only.`,
    );
  }
  return {
    url,
    method: made.method === undefined ? own.method : readMethod(made.method),
    headers: mergeHeaders(elsewhere ? withoutSecrets(own) : own.headers, made.headers ?? {}, own.signing),
  };
}

function readMethod(method: string): HttpMethod {
  const known = HTTP_METHODS.find((one) => one === method.toUpperCase());
  if (known === undefined)
    throw new TemplateFault(
      `${method.slice(0, 20)} is not a method to send with. Use ${HTTP_METHODS.join(", ")}.`,
    );
  return known;
}

function withQuery(url: string, query: readonly (readonly [string, string])[]): string {
  if (url.length > MAX_URL_LENGTH) throw new TemplateFault(`A URL has at most ${MAX_URL_LENGTH} characters.`);
  if (query.length === 0) return url;
  const changed = new URL(parsed(url));
  for (const [name, value] of query) changed.searchParams.append(name, value);
  if (changed.href.length > MAX_URL_LENGTH)
    throw new TemplateFault(`A URL with its query has at most ${MAX_URL_LENGTH} characters.`);
  return changed.href;
}

function originOf(url: string): string {
  return parsed(url).origin;
}

function parsed(url: string): URL {
  try {
    return new URL(url);
  } catch {
    throw new TemplateFault("The URL is not complete: it begins with https:// and names a host.");
  }
}

function withoutSecrets({ headers, isSecretHeader }: OwnTarget): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !isSecretHeader(name)));
}

function mergeHeaders(
  own: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string | null>>,
  signing: SigningConfig,
): Readonly<Record<string, string>> {
  const merged = new Map(Object.entries(own));
  const byLower = new Map(Object.keys(own).map((name) => [name.toLowerCase(), name]));
  for (const [name, value] of Object.entries(wanted)) {
    const problem = headerProblem(name, value, signing);
    if (problem !== null) throw new TemplateFault(problem);
    // Two spellings of one name would be joined by a comma on their way.
    merged.delete(byLower.get(name.toLowerCase()) ?? name);
    byLower.set(name.toLowerCase(), name);
    if (value !== null) merged.set(name, value);
  }
  if (merged.size > MAX_HEADERS) throw new TemplateFault(`At most ${MAX_HEADERS} headers.`);
  return Object.fromEntries(merged);
}

/** Why a transformation cannot set this header; null when it can. */
export function headerProblem(name: string, value: string | null, signing: SigningConfig): string | null {
  const shown = name.slice(0, 100);
  const problem = headerNameProblem(name);
  if (problem !== null) return `The header ${JSON.stringify(shown)}: ${problem}`;
  if (signing.mode === "template") {
    const lower = name.toLowerCase();
    const signed = [signing.headerName, ...Object.keys(signing.extraHeaders ?? {})];
    if (signed.some((one) => one.toLowerCase() === lower))
      return `The header ${shown} carries the signature.`;
  }
  if (value === null) return null;
  if (value.length > MAX_HEADER_LENGTH)
    return `The header ${shown} has at most ${MAX_HEADER_LENGTH} characters.`;
  return isHeaderSafe(value) ? null : `The header ${shown} is printable ASCII on one line.`;
}
