/** How the gateway proves to a receiver that a delivery came from it. */
export type SigningConfig =
  /** Standard Webhooks: `webhook-id`, `webhook-timestamp`, `webhook-signature`. */
  | { readonly mode: "standard" }
  /** Reproduces another sender's format, so that a team can move here without touching its receivers. */
  | TemplateSigning
  | { readonly mode: "none" };

export interface TemplateSigning {
  readonly mode: "template";
  /** The header that carries the signature. */
  readonly headerName: string;
  /** What is signed. Placeholders: see `message-template.ts`. */
  readonly contentTemplate: string;
  readonly algorithm: HmacAlgorithm;
  readonly encoding: SignatureEncoding;
  /** Put once before the first signature: `sha256=` or `t={timestamp},v1=`. Placeholders allowed, but not `{body}`. */
  readonly prefix: string;
  /**
   * Put between the signatures of several secrets: `,v1=` makes Stripe's form.
   * An empty separator means that the format has room for one signature only: then the current secret signs alone.
   */
  readonly separator: string;
  /** Further headers the receiver reads, such as the timestamp. Values may hold placeholders, but not `{body}`. */
  readonly extraHeaders?: Readonly<Record<string, string>>;
}

export type HmacAlgorithm = "sha1" | "sha256" | "sha512";
export type SignatureEncoding = "hex" | "base64";

/** `,` joins several signatures unless the format needs something else. */
export const DEFAULT_SEPARATOR = ",";

export type SecretKind = "hmac" | "ed25519";

export interface SigningSecret {
  readonly id: string;
  readonly kind: SecretKind;
  /**
   * `whsec_<base64>`: the key is the decoded bytes.
   * `utf8:<text>`: the key is the text itself, as GitHub, Stripe and Shopify use their secrets.
   * `whsk_<base64>`: the 32-byte seed of an Ed25519 private key; receivers get the `whpk_` half.
   */
  readonly value: string;
  /** Epoch milliseconds after which it no longer signs. Null: the current one of its kind. */
  readonly expiresAt: number | null;
}

/** As it was stored. Without a value it cannot be opened: it signs nothing, and nothing is sent that it should sign. */
export type StoredSigningSecret = Omit<SigningSecret, "value"> & { readonly value: string | null };

/** What a signature is made over. `now` is the moment of this attempt in epoch milliseconds. */
export interface SignableMessage {
  readonly id: string;
  readonly type: string;
  readonly url: string;
  readonly method: string;
  readonly body: string;
  readonly now: number;
}
