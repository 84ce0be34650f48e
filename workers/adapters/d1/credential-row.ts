import {
  type CredentialSettings,
  SECRET_MEMBERS,
  type SealedSecret,
  secretOf,
  withSecret,
} from "#domain/credentials/credential";
import type { DraftSecret } from "#domain/credentials/credential-draft";
import { hintOf } from "#domain/tenancy/stored-settings";
import type { SecretBox, SecretPlace } from "../crypto/secret-box.ts";

/** Where a sealed member belongs. It is part of the seal, so a value copied to another row does not open. */
export function credentialPlace(
  orgId: string,
  id: string,
  kind: CredentialSettings<unknown>["kind"],
): SecretPlace {
  return { orgId, table: "credentials", row: id, field: SECRET_MEMBERS[kind] };
}

/** Seal what a caller sent. What is sealed already stays as it is: a mask was sent for it, or nothing. */
export async function sealCredential(
  box: SecretBox,
  orgId: string,
  id: string,
  settings: CredentialSettings<DraftSecret>,
): Promise<CredentialSettings<SealedSecret>> {
  const secret = secretOf(settings);
  if (typeof secret !== "string") return settings as CredentialSettings<SealedSecret>;
  const sealed = await box.seal(secret, credentialPlace(orgId, id, settings.kind));
  return withSecret(settings, { sealed, hint: hintOf(secret) });
}

export async function openCredential(
  box: SecretBox,
  orgId: string,
  id: string,
  settings: CredentialSettings<SealedSecret>,
): Promise<CredentialSettings<string>> {
  const secret = secretOf(settings);
  const value =
    secret === null ? "" : await box.open(secret.sealed, credentialPlace(orgId, id, settings.kind));
  return withSecret(settings, value);
}

/** A row's kind and config, as the domain has them. Written by `sealCredential` only. */
export function readSettings(row: {
  readonly kind: string;
  readonly config: string;
}): CredentialSettings<SealedSecret> {
  return { kind: row.kind, config: JSON.parse(row.config) as unknown } as CredentialSettings<SealedSecret>;
}
