import { SecretUnavailable } from "#domain/secrets/secret-unavailable";
import type { OpenKeyRing } from "./key-ring.ts";
import { bindPlace, bindPlaceV1, decrypt, encrypt, parseSealedText, utf8 } from "./sealed-text.ts";

/**
 * Seals small secrets for storage: AES-256-GCM under the organization's data key, with the place the secret belongs to
 * as additional data, so that a sealed value copied to another row does not open. docs/secrets.md describes it.
 */
export interface SecretBox {
  seal(plaintext: string, place: SecretPlace): Promise<string>;
  /** @throws SecretUnavailable when a key is unknown or the value was changed or moved. */
  open(sealed: string, place: SecretPlace): Promise<string>;
  /** The same secret under the data key that seals now; null when it is sealed with that one already. */
  reseal(sealed: string, place: SecretPlace): Promise<string | null>;
}

/** Where a sealed value belongs. `orgId` is `*` for what belongs to no organization. */
export interface SecretPlace {
  readonly orgId: string;
  readonly table: string;
  readonly row: string;
  /** Which of the row's secrets; empty when it has one. */
  readonly field: string;
}

/** The organizations' data keys, unwrapped. */
export interface DataKeys {
  /** The one that seals now; made when the organization has none. */
  current(orgId: string): Promise<{ readonly version: number; readonly key: CryptoKey }>;
  /** @throws SecretUnavailable when there is none of this version. */
  find(orgId: string, version: number): Promise<CryptoKey>;
  /** A newer version was made through this isolate: it seals from now on. */
  forget(orgId: string): void;
}

export function createSecretBox(openKeyRing: OpenKeyRing, dataKeys: DataKeys): SecretBox {
  async function seal(plaintext: string, place: SecretPlace): Promise<string> {
    const { version, key } = await dataKeys.current(place.orgId);
    return `v2.${version}.${await encrypt(key, utf8(plaintext), bindPlace(place, version))}`;
  }

  async function open(text: string, place: SecretPlace): Promise<string> {
    try {
      const parsed = parseSealedText(text);
      const opened =
        parsed.format === 1
          ? await decrypt(await (await openKeyRing()).find(parsed.keyId), parsed.sealed, bindPlaceV1(place))
          : await decrypt(
              await dataKeys.find(place.orgId, parsed.version),
              parsed.sealed,
              bindPlace(place, parsed.version),
            );
      return new TextDecoder().decode(opened);
    } catch (error) {
      if (!(error instanceof SecretUnavailable)) throw error;
      const { orgId, table, row, field } = place;
      throw new SecretUnavailable(error.reason, `${error.message} (${[orgId, table, row, field].join(" ")})`);
    }
  }

  return {
    seal,
    open,
    async reseal(text, place) {
      const parsed = parseSealedText(text);
      const { version } = await dataKeys.current(place.orgId);
      return parsed.format === 2 && parsed.version === version ? null : seal(await open(text, place), place);
    },
  };
}
