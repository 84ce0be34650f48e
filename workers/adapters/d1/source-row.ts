import type { SealedSecret } from "#domain/credentials/credential";
import type { SourceRecord, SourceSecret, SourceSettings, SourceToken } from "#domain/ingress/source";
import type { SourceWrite } from "#domain/ingress/source-ports";
import { hintOf } from "#domain/tenancy/stored-settings";
import type { SecretBox, SecretPlace } from "../crypto/secret-box.ts";

/** The column `vault`: every sealed text of a source. */
export interface Vault {
  readonly secrets: Readonly<Record<string, Omit<SourceSecret, "id">>>;
  readonly settings: Readonly<Record<string, SealedSecret>>;
}

export interface SourceRow {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly enabled: number;
  readonly config: string;
  readonly vault: string;
  readonly created_at: number;
  readonly updated_at: number;
  /** JSON text of the tokens, newest first. */
  readonly tokens: string;
}

/** Where a text of the vault belongs: `secrets.<id>` or `settings.<name>`, as the registry of sealed places finds it. */
export function vaultPlace(orgId: string, row: string, field: string): SecretPlace {
  return { orgId, table: "sources", row, field };
}

/** The record with its new texts sealed. */
export async function sealVault(box: SecretBox, orgId: string, write: SourceWrite): Promise<Vault> {
  const { record, newSecrets, newSettings } = write;
  const seal = async (text: string, field: string): Promise<SealedSecret> => ({
    sealed: await box.seal(text, vaultPlace(orgId, record.id, field)),
    hint: hintOf(text),
  });
  const secrets: Record<string, Omit<SourceSecret, "id">> = {};
  for (const { id, ...secret } of record.secrets) {
    const text = newSecrets.get(id);
    secrets[id] = text === undefined ? secret : { ...secret, ...(await seal(text, `secrets.${id}`)) };
  }
  const settings: Record<string, SealedSecret> = { ...record.sealedSettings };
  for (const [name, text] of newSettings) settings[name] = await seal(text, `settings.${name}`);
  return { secrets, settings };
}

export function settingsOf({
  verification,
  settings,
  toleranceSeconds,
  response,
  eventType,
  headers,
  labels,
  deduplicate,
}: SourceSettings): SourceSettings {
  return { verification, settings, toleranceSeconds, response, eventType, headers, labels, deduplicate };
}

/** The column `config`. A source from before there was a member has none of it. */
export function readConfig(text: string): SourceSettings {
  const config = JSON.parse(text) as Omit<SourceSettings, "deduplicate"> & Partial<SourceSettings>;
  return { ...config, deduplicate: config.deduplicate ?? null };
}

export function readSource(row: SourceRow): SourceRecord {
  const vault = JSON.parse(row.vault) as Vault;
  return {
    ...readConfig(row.config),
    id: row.id,
    name: row.name,
    provider: row.provider,
    enabled: row.enabled === 1,
    sealedSettings: vault.settings,
    secrets: newestFirst(vault),
    tokens: JSON.parse(row.tokens) as SourceToken[],
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

export function newestFirst({ secrets }: Vault): SourceSecret[] {
  const list = Object.entries(secrets).map(([id, secret]) => ({ ...secret, id }));
  return list.sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
}
