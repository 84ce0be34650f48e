/**
 * Seals small secrets for storage: AES-256-GCM, with the place the secret belongs to as additional data, so that a
 * sealed value copied to another row does not open. Format: `v1.<key id>.<iv>.<ciphertext>`, base64url.
 */
export interface SecretBox {
  seal(plaintext: string, place: SecretPlace): Promise<string>;
  /** @throws when the key is unknown or the value was changed or moved: never a guess, never a partial answer. */
  open(sealed: string, place: SecretPlace): Promise<string>;
}

/** Where a sealed value belongs. `orgId` is `*` for what belongs to no organization. */
export interface SecretPlace {
  readonly orgId: string;
  readonly table: string;
  readonly row: string;
  /** Which of the row's secrets; empty when it has one. */
  readonly field: string;
}

const IV_BYTES = 12;
const KEY_BYTES = 32;

/** `keys` is `id:base64`, several separated by commas; the first seals, all open. */
export function createSecretBox(keys: string): SecretBox {
  const entries = keys.split(",").map(readKey);
  const imported = new Map<string, Promise<CryptoKey>>();
  const keyOf = (id: string): Promise<CryptoKey> => {
    const known = imported.get(id);
    if (known !== undefined) return known;
    const entry = entries.find((candidate) => candidate.id === id);
    if (entry === undefined)
      return Promise.reject(new Error(`No secrets key with the id ${id} is configured.`));
    const key = crypto.subtle.importKey("raw", entry.bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
    imported.set(id, key);
    return key;
  };
  const currentId = entries[0]?.id ?? "";

  return {
    async seal(plaintext, place) {
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
      const additionalData = encodePlace(place);
      const data = new TextEncoder().encode(plaintext);
      const sealed = await crypto.subtle.encrypt(
        { name: "AES-GCM", iv, additionalData },
        await keyOf(currentId),
        data,
      );
      return `v1.${currentId}.${encode(iv)}.${encode(new Uint8Array(sealed))}`;
    },

    async open(sealed, place) {
      const [version, id, iv, data] = sealed.split(".");
      if (version !== "v1" || id === undefined || iv === undefined || data === undefined) {
        throw new Error("A stored secret is malformed.");
      }
      const additionalData = encodePlace(place);
      const algorithm = { name: "AES-GCM", iv: decode(iv), additionalData };
      const opened = await crypto.subtle.decrypt(algorithm, await keyOf(id), decode(data));
      return new TextDecoder().decode(opened);
    },
  };
}

function encodePlace({ orgId, table, row, field }: SecretPlace): Uint8Array<ArrayBuffer> {
  const text = [orgId, table, row, ...(field === "" ? [] : [field])].join("|");
  return new Uint8Array(new TextEncoder().encode(text));
}

function readKey(text: string): { readonly id: string; readonly bytes: Uint8Array<ArrayBuffer> } {
  const [id = "", value = ""] = text.trim().split(":");
  const bytes = decode(value);
  if (!/^[A-Za-z0-9_-]{1,32}$/.test(id) || bytes.byteLength !== KEY_BYTES) {
    throw new Error("SECRETS_KEYS must be id:base64 of 32 bytes, several separated by commas.");
  }
  return { id, bytes };
}

function encode(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64url");
}

function decode(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(text, "base64url"));
}
