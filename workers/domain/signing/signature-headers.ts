import { renderTemplate, type TemplatePart, toSeconds } from "./message-template.ts";
import type { SecretKind, SignableMessage } from "./signing-config.ts";

/** One signature, made by one secret, as base64. */
export interface StandardSignature {
  readonly kind: SecretKind;
  readonly base64: string;
}

/**
 * The three headers of Standard Webhooks. Several signatures are separated by a space, each with its version:
 * `v1` for HMAC-SHA256, `v1a` for Ed25519.
 */
export function standardHeaders(
  message: Pick<SignableMessage, "id" | "now">,
  signatures: readonly StandardSignature[],
): Record<string, string> {
  return {
    "webhook-id": message.id,
    "webhook-timestamp": String(toSeconds(message.now)),
    "webhook-signature": signatures.map(({ kind, base64 }) => `${versionOf(kind)},${base64}`).join(" "),
  };
}

function versionOf(kind: SecretKind): string {
  switch (kind) {
    case "hmac":
      return "v1";
    case "ed25519":
      return "v1a";
  }
}

/** The parts of a template configuration that end up in headers, already taken apart. */
export interface TemplateHeaderParts {
  readonly headerName: string;
  readonly prefix: readonly TemplatePart[];
  readonly separator: string;
  readonly extraHeaders: readonly (readonly [name: string, value: readonly TemplatePart[]])[];
}

/** The headers of a template configuration. `signatures` are already encoded, the current secret's first. */
export function templateHeaders(
  parts: TemplateHeaderParts,
  message: SignableMessage,
  signatures: readonly string[],
): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of parts.extraHeaders) headers[name] = renderTemplate(value, message);
  headers[parts.headerName] = renderTemplate(parts.prefix, message) + signatures.join(parts.separator);
  return headers;
}
