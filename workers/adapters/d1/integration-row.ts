import { isSensitiveHeader } from "#domain/delivery/redact-headers";
import type { IntegrationSettings } from "#domain/tenancy/organization-config";
import type { SecretBox } from "../crypto/secret-box.ts";

/** A header's value in the configuration column: readable, or sealed when its name says that it is a secret. */
export type StoredHeader = string | { readonly sealed: string; readonly hint: string };

export type StoredSettings = Omit<IntegrationSettings, "headers"> & {
  readonly headers: Readonly<Record<string, StoredHeader>>;
};

export function secretPlace(orgId: string, integrationId: string, secretId: string): string {
  return `${orgId}|signing_secrets|${integrationId}|${secretId}`;
}

function headerPlace(orgId: string, integrationId: string, name: string): string {
  return `${orgId}|integrations|${integrationId}|header|${name.toLowerCase()}`;
}

/** What may be shown of a secret: its last four characters, when it is long enough to keep the rest to itself. */
export function hintOf(secret: string): string {
  return secret.length >= 12 ? `••••${secret.slice(-4)}` : "••••";
}

export async function sealHeaders(
  box: SecretBox,
  orgId: string,
  integrationId: string,
  headers: Readonly<Record<string, string>>,
): Promise<Record<string, StoredHeader>> {
  const entries = Object.entries(headers).map(async ([name, value]): Promise<[string, StoredHeader]> => {
    if (!isSensitiveHeader(name)) return [name, value];
    const sealed = await box.seal(value, headerPlace(orgId, integrationId, name));
    return [name, { sealed, hint: hintOf(value) }];
  });
  return Object.fromEntries(await Promise.all(entries));
}

export async function openHeaders(
  box: SecretBox,
  orgId: string,
  integrationId: string,
  headers: Readonly<Record<string, StoredHeader>>,
): Promise<Record<string, string>> {
  const entries = Object.entries(headers).map(async ([name, value]): Promise<[string, string]> => {
    if (typeof value === "string") return [name, value];
    return [name, await box.open(value.sealed, headerPlace(orgId, integrationId, name))];
  });
  return Object.fromEntries(await Promise.all(entries));
}
