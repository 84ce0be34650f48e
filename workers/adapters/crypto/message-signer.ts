import { Buffer } from "node:buffer";
import { createHmac, sign as signAsymmetric } from "node:crypto";
import type { MessageSigner } from "#domain/ports";
import { isHeaderSafe } from "#domain/signing/header-rules";
import { parseTemplate, renderTemplate, type TemplatePart } from "#domain/signing/message-template";
import { activeSecrets } from "#domain/signing/secret-rotation";
import { type StandardSignature, standardHeaders, templateHeaders } from "#domain/signing/signature-headers";
import { standardContent } from "#domain/signing/signed-content";
import type { SignableMessage, StoredSigningSecret, TemplateSigning } from "#domain/signing/signing-config";
import { createBoundedCache } from "./bounded-cache.ts";
import { parseSigningKey, type SigningKey } from "./signing-key.ts";

/** Parsed keys and templates kept per isolate. Both are a few hundred bytes. */
const CACHE_CAPACITY = 1_000;

/** `no_usable_secret`: none is active for this mode. The others mean that stored data was never checked. */
export type SigningErrorReason =
  | "no_usable_secret"
  | "invalid_template"
  | "unsafe_header_value"
  | "invalid_secret";

export class SigningError extends Error {
  override readonly name = "SigningError";
  readonly reason: SigningErrorReason;

  constructor(reason: SigningErrorReason, message: string) {
    super(message);
    this.reason = reason;
  }
}

/**
 * Signs outgoing messages. `sign` rejects with SigningError when nothing may be sent, because it would go out unsigned
 * or with a broken header. The HMAC of nearly every message is Web Crypto's: node:crypto makes a stream for each.
 */
export function createMessageSigner(): MessageSigner {
  const keys = createBoundedCache<SigningKey>(CACHE_CAPACITY);
  const templates = createBoundedCache<readonly TemplatePart[]>(CACHE_CAPACITY);
  const keyOf = ({ id, value }: StoredSigningSecret) => {
    if (value === null)
      throw new SigningError("invalid_secret", `The signing secret ${id} cannot be opened.`);
    return keys(value, () => readKey(id, value));
  };
  const partsOf = (template: string) => templates(template, () => readTemplate(template));

  return {
    async sign(config, secrets, message) {
      switch (config.mode) {
        case "none":
          return {};
        case "standard":
          return checked(await signStandard(activeSecrets(secrets, message.now).map(keyOf), message));
        case "template":
          return checked(
            signTemplate(config, activeSecrets(secrets, message.now).map(keyOf), message, partsOf),
          );
      }
    },
  };
}

async function signStandard(
  keys: readonly SigningKey[],
  message: SignableMessage,
): Promise<Record<string, string>> {
  if (keys.length === 0) throw new SigningError("no_usable_secret", "No signing secret is active.");
  const content = new TextEncoder().encode(standardContent(message));
  const signatures = await Promise.all(
    keys.map(async (key): Promise<StandardSignature> => {
      return { kind: key.kind, base64: await signBase64(key, content) };
    }),
  );
  return standardHeaders(message, signatures);
}

function signTemplate(
  config: TemplateSigning,
  keys: readonly SigningKey[],
  message: SignableMessage,
  partsOf: (template: string) => readonly TemplatePart[],
): Record<string, string> {
  const hmacKeys = keys.flatMap((key) => (key.kind === "hmac" ? [key.bytes] : []));
  if (hmacKeys.length === 0) {
    throw new SigningError(
      "no_usable_secret",
      "A signing template needs an HMAC secret, and none is active.",
    );
  }
  const content = renderTemplate(partsOf(config.contentTemplate), message);
  const used = config.separator === "" ? hmacKeys.slice(0, 1) : hmacKeys;
  const signatures = used.map((bytes) =>
    createHmac(config.algorithm, bytes).update(content).digest(config.encoding),
  );
  return templateHeaders(
    {
      headerName: config.headerName,
      prefix: partsOf(config.prefix),
      separator: config.separator,
      extraHeaders: Object.entries(config.extraHeaders ?? {}).map(([name, value]) => [name, partsOf(value)]),
    },
    message,
    signatures,
  );
}

async function signBase64(key: SigningKey, content: Uint8Array): Promise<string> {
  switch (key.kind) {
    case "hmac":
      return Buffer.from(await crypto.subtle.sign("HMAC", await importedKey(key), content)).toString(
        "base64",
      );
    case "ed25519":
      return signAsymmetric(null, content, key.privateKey).toString("base64");
  }
}

type HmacKey = Extract<SigningKey, { readonly kind: "hmac" }>;
const imported = new WeakMap<HmacKey, CryptoKey>();

async function importedKey(key: HmacKey): Promise<CryptoKey> {
  const known = imported.get(key);
  if (known !== undefined) return known;
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const fresh = await crypto.subtle.importKey("raw", key.bytes, algorithm, false, ["sign"]);
  imported.set(key, fresh);
  return fresh;
}

function readKey(id: string, value: string): SigningKey {
  try {
    return parseSigningKey(value);
  } catch {
    // The cause is dropped on purpose: a parser's message may quote the key.
    throw new SigningError("invalid_secret", `The signing secret ${id} cannot be read.`);
  }
}

function readTemplate(template: string): readonly TemplatePart[] {
  const parsed = parseTemplate(template);
  if (!parsed.ok) throw new SigningError("invalid_template", parsed.message);
  return parsed.parts;
}

/** An event id is the caller's own text: a line break in it would add headers to somebody else's request. */
function checked(headers: Record<string, string>): Record<string, string> {
  for (const [name, value] of Object.entries(headers)) {
    if (!isHeaderSafe(value))
      throw new SigningError("unsafe_header_value", `${name} is not printable ASCII.`);
  }
  return headers;
}
