import type { CredentialSettings } from "./credential.ts";

/** One credential of one organization; `revision` grows with every change that people make to it. */
export interface CredentialIdentity {
  readonly orgId: string;
  readonly credentialId: string;
  readonly revision: number;
}

type StaticSettings = Extract<
  CredentialSettings<string>,
  { readonly kind: "basic" | "bearer" | "api_key" | "hmac" }
>;

/** A credential as the hot path has it: opened where it is sent as it is, a name where a token must be asked for. */
export type TargetCredential =
  | { readonly kind: "static"; readonly identity: CredentialIdentity; readonly settings: StaticSettings }
  | { readonly kind: "oauth"; readonly identity: CredentialIdentity }
  /** Its stored secret cannot be opened. */
  | { readonly kind: "locked"; readonly identity: CredentialIdentity };

/** An access token in use. `version` says which of the credential's tokens it is, so that only its first refusal counts. */
export interface AccessToken {
  readonly token: string;
  readonly version: number;
  /** Epoch milliseconds; null when the provider did not say. */
  readonly expiresAt: number | null;
}
