import { SecretUnavailable } from "#domain/secrets/secret-unavailable";

/** The key-encryption keys: they wrap data keys, and open what `v1` sealed with them directly. */
export interface KeyRing {
  /** The first of SECRETS_KEYS: it wraps. All of them unwrap. */
  readonly currentId: string;
  readonly ids: readonly string[];
  /** @throws SecretUnavailable when SECRETS_KEYS does not name it. */
  find(id: string): Promise<CryptoKey>;
}

export type OpenKeyRing = () => Promise<KeyRing>;

/** SECRETS_KEYS as it comes: a plain secret, or a binding to Cloudflare's Secrets Store. */
export type KeySource = string | { get(): Promise<string> };

/** A key that was added in the Secrets Store works after this long, without a deployment. */
const MAX_AGE_MS = 60_000;
const KEY_BYTES = 32;
const ENTRY = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_-]{43}=?)$/;

/** A plain secret is checked here and now, so that a malformed one stops the start. A store is asked when it is needed. */
export function createKeyRing(source: KeySource, now: () => number): OpenKeyRing {
  if (typeof source === "string") {
    const ring = parseKeyRing(source);
    return async () => ring;
  }
  let known: { readonly ring: KeyRing; readonly at: number } | null = null;
  return async () => {
    if (known !== null && now() - known.at < MAX_AGE_MS) return known.ring;
    try {
      known = { ring: parseKeyRing(await source.get()), at: now() };
    } catch (error) {
      // A store that does not answer for a moment takes nothing away from an isolate that knows the keys.
      if (known === null) throw new SecretUnavailable("keys_unreadable", `SECRETS_KEYS: ${describe(error)}`);
    }
    return known.ring;
  };
}

/** `id:base64` of 32 bytes, several separated by commas, the current one first. */
export function parseKeyRing(text: string): KeyRing {
  const entries = new Map(text.split(",").map(readEntry));
  const ids = [...entries.keys()];
  const [currentId] = ids;
  if (currentId === undefined || ids.length !== text.split(",").length) throw new Error(MALFORMED);
  const imported = new Map<string, Promise<CryptoKey>>();
  return {
    currentId,
    ids,
    async find(id) {
      const bytes = entries.get(id);
      if (bytes === undefined) {
        throw new SecretUnavailable(
          "unknown_key_encryption_key",
          `SECRETS_KEYS has no key with the id ${id}.`,
        );
      }
      const key = imported.get(id) ?? importKey(bytes);
      imported.set(id, key);
      return key;
    },
  };
}

/** AES-256-GCM, and never to be read out again. */
export function importKey(bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
}

const MALFORMED =
  "SECRETS_KEYS must be id:base64 of 32 bytes, several separated by commas, each id once. See docs/secrets.md.";

/** The text itself is not repeated: errors end up in logs. */
function readEntry(text: string): [string, Uint8Array<ArrayBuffer>] {
  const [, id, value] = ENTRY.exec(text.trim()) ?? [];
  const bytes = new Uint8Array(Buffer.from(value ?? "", "base64"));
  if (id === undefined || bytes.byteLength !== KEY_BYTES) throw new Error(MALFORMED);
  return [id, bytes];
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
