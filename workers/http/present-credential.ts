import { credentialWarnings, secretOf, withSecret } from "#domain/credentials/credential";
import type { CredentialRecord } from "#domain/credentials/ports";
import { toIso, toIsoOrNull } from "./moment.ts";

type ConfigMember = string | readonly string[] | Readonly<Record<string, string>> | null;

/** A credential as everybody of its organization may see it: nothing here opens a seal. */
export function presentCredential(record: CredentialRecord) {
  const { settings } = record;
  const { kind, config } = withSecret(settings, secretOf(settings)?.hint ?? "");
  return {
    id: record.id,
    name: record.name,
    kind,
    config: { ...config } as Readonly<Record<string, ConfigMember>>,
    status: record.status,
    detail: record.detail,
    expiresAt: toIsoOrNull(record.expiresAt),
    refusal: record.refusal === null ? null : { ...record.refusal, at: toIso(record.refusal.at) },
    warnings: [...credentialWarnings(settings)],
    createdAt: toIso(record.createdAt),
    updatedAt: toIso(record.updatedAt),
  };
}
