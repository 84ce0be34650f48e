import { createKeyRing, type KeySource, type OpenKeyRing } from "./crypto/key-ring.ts";
import { createSecretBox, type DataKeys, type SecretBox } from "./crypto/secret-box.ts";
import { createDataKeys } from "./d1/data-keys.ts";

export interface Encryption {
  readonly box: SecretBox;
  readonly openKeyRing: OpenKeyRing;
  readonly dataKeys: DataKeys;
}

/** The box as the gateway uses it, and its parts for whoever replaces keys. @throws when SECRETS_KEYS is malformed. */
export function openSecretBox(db: D1Database, keys: KeySource, now: () => number): Encryption {
  const openKeyRing = createKeyRing(keys, now);
  const dataKeys = createDataKeys(db, openKeyRing, now);
  return { box: createSecretBox(openKeyRing, dataKeys), openKeyRing, dataKeys };
}
