import { isSensitiveHeader } from "#domain/delivery/redact-headers";
import { completeSettings, type StoredEver } from "#domain/tenancy/complete-settings";
import { hintOf, type StoredHeader, type StoredSettings } from "#domain/tenancy/stored-settings";
import type { EnforcedSchema } from "#domain/validation/validation-settings";
import { sha256 } from "../crypto/digests.ts";
import type { SecretBox, SecretPlace } from "../crypto/secret-box.ts";
import { orUnreadable } from "./or-unreadable.ts";

/** Where a sealed value belongs. It is part of the seal, so a value copied to another row does not open. */
export function secretPlace(orgId: string, integrationId: string, secretId: string): SecretPlace {
  return { orgId, table: "signing_secrets", row: `${integrationId}|${secretId}`, field: "" };
}

export function headerPlace(orgId: string, integrationId: string, name: string): SecretPlace {
  return { orgId, table: "integrations", row: integrationId, field: `header|${name.toLowerCase()}` };
}

/** Seal what a name says is a secret. Values that are sealed already stay as they are: masks were sent for them. */
export async function sealHeaders(
  box: SecretBox,
  orgId: string,
  integrationId: string,
  headers: Readonly<Record<string, StoredHeader>>,
): Promise<Record<string, StoredHeader>> {
  const entries = Object.entries(headers).map(async ([name, value]): Promise<[string, StoredHeader]> => {
    if (typeof value !== "string" || !isSensitiveHeader(name)) return [name, value];
    const sealed = await box.seal(value, headerPlace(orgId, integrationId, name));
    return [name, { sealed, hint: hintOf(value) }];
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** Settings as their column has them: the schema is in a column of its own, its hash stands for it. */
type ConfigColumn = Omit<StoredEver, "validation"> & { readonly validation?: EnforcedSchema | null };

/** The columns `config` and `validation_schema`. */
export function writeSettings({ validation, ...settings }: StoredSettings): {
  readonly config: string;
  readonly schema: string | null;
} {
  if (validation === null) return { config: JSON.stringify(settings), schema: null };
  const schema = JSON.stringify(validation.schema);
  const enforced: EnforcedSchema = { mode: validation.mode, schemaHash: sha256(schema) };
  return { config: JSON.stringify({ ...settings, validation: enforced }), schema };
}

/** Settings without the schema, as delivering needs them. */
export function readSettings(config: string): Omit<StoredSettings, "validation"> & {
  readonly validation: EnforcedSchema | null;
} {
  const { validation = null, ...stored } = JSON.parse(config) as ConfigColumn;
  return { ...completeSettings(stored), validation };
}

/** Settings as they are shown and changed. */
export function readWholeSettings(config: string, schema: string | null): StoredSettings {
  const { validation, ...settings } = readSettings(config);
  if (validation === null || schema === null) return { ...settings, validation: null };
  return { ...settings, validation: { mode: validation.mode, schema: JSON.parse(schema) as unknown } };
}

interface OpenedHeaders {
  readonly headers: Readonly<Record<string, string>>;
  /** Names of those whose value cannot be opened. */
  readonly locked: readonly string[];
}

export async function openHeaders(
  box: SecretBox,
  orgId: string,
  integrationId: string,
  stored: Readonly<Record<string, StoredHeader>>,
): Promise<OpenedHeaders> {
  const headers: Record<string, string> = {};
  const locked: string[] = [];
  const opened = await Promise.all(
    Object.entries(stored).map(async ([name, value]) => {
      if (typeof value === "string") return { name, opening: { ok: true, value } as const };
      const place = headerPlace(orgId, integrationId, name);
      return { name, opening: await orUnreadable(box.open(value.sealed, place)) };
    }),
  );
  for (const { name, opening } of opened) {
    if (opening.ok) headers[name] = opening.value;
    else locked.push(name);
  }
  return { headers, locked };
}

/** Null when it cannot be opened: the secrets and integrations beside it go on working. */
export async function openSigningSecret(
  box: SecretBox,
  orgId: string,
  integrationId: string,
  { id, sealed }: { readonly id: string; readonly sealed: string },
): Promise<string | null> {
  const opening = await orUnreadable(box.open(sealed, secretPlace(orgId, integrationId, id)));
  return opening.ok ? opening.value : null;
}
