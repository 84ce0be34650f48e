import { isSensitiveHeader } from "#domain/delivery/redact-headers";
import { hintOf, type StoredHeader } from "#domain/tenancy/stored-settings";
import type { SecretBox, SecretPlace } from "../crypto/secret-box.ts";

/** Where a sealed value belongs. It is part of the seal, so a value copied to another row does not open. */
export function secretPlace(orgId: string, integrationId: string, secretId: string): SecretPlace {
  return { orgId, table: "signing_secrets", row: `${integrationId}|${secretId}`, field: "" };
}

function headerPlace(orgId: string, integrationId: string, name: string): SecretPlace {
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
