import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { KnownIntegration } from "./tenants.ts";

/**
 * The gateway's database behind its back, while it is stopped, and its sealed texts opened and made by Node's own crypto
 * from what docs/secrets.md says of them: a second implementation, so that the first one cannot be its own witness.
 */
export function openDatabase(stateFolder: string): DatabaseSync {
  const files = readdirSync(join(stateFolder, "state"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".sqlite") && entry.parentPath.includes("D1"))
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of files) {
    const db = new DatabaseSync(file);
    if (db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'data_keys'").get() !== undefined) return db;
    db.close();
  }
  throw new Error(`No gateway database among ${files.length} in ${stateFolder}.`);
}

/** SECRETS_KEYS of the state folder. */
export function changeKeys(stateFolder: string, change: (keys: string) => string): string {
  const file = join(stateFolder, "secrets.json");
  const secrets = JSON.parse(readFileSync(file, "utf8")) as { SECRETS_KEYS: string };
  const SECRETS_KEYS = change(secrets.SECRETS_KEYS);
  writeFileSync(file, JSON.stringify({ ...secrets, SECRETS_KEYS }, null, 2), { mode: 0o600 });
  return SECRETS_KEYS;
}

export function newKey(id: string): string {
  return `${id}:${randomBytes(32).toString("base64")}`;
}

/** Seal an integration's secrets as the gateway did before it had data keys. */
export function sealDirectly(db: DatabaseSync, keys: string, integration: KnownIntegration): number {
  const { orgId, id: row } = integration;
  const [keyId = "", key = ""] = keys.split(":");
  const seal = (text: string, ...place: string[]) => {
    const iv = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", Buffer.from(key, "base64"), iv);
    cipher.setAAD(Buffer.from(place.join("|")));
    const data = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
    return `v1.${keyId}.${iv.toString("base64url")}.${data.toString("base64url")}`;
  };
  for (const { id, value } of integration.signing) {
    db.prepare(
      "UPDATE signing_secrets SET sealed = ? WHERE org_id = ? AND integration_id = ? AND id = ?",
    ).run(seal(value, orgId, "signing_secrets", row, id), orgId, row, id);
  }
  const found = db.prepare("SELECT config FROM integrations WHERE org_id = ? AND id = ?").get(orgId, row);
  const config = JSON.parse(String(found?.config)) as { headers: Record<string, { sealed: string }> };
  for (const [name, values] of integration.headers) {
    const [value = ""] = values;
    const stored = config.headers[name];
    if (stored !== undefined) stored.sealed = seal(value, orgId, "integrations", row, "header", name);
  }
  db.prepare("UPDATE integrations SET config = ? WHERE org_id = ? AND id = ?").run(
    JSON.stringify(config),
    orgId,
    row,
  );
  return integration.signing.length + integration.headers.size;
}

interface SealedRow {
  readonly orgId: string;
  readonly place: readonly string[];
  readonly sealed: string;
  /** What it must open to: one of these. */
  readonly expected: ReadonlySet<string>;
}

/** Opens every secret of these integrations with these keys alone; answers what did not open to what it should. */
export function openEverything(
  db: DatabaseSync,
  keys: string,
  integrations: readonly KnownIntegration[],
): { readonly opened: number; readonly faults: readonly string[] } {
  const dataKeys = unwrapDataKeys(db, keys);
  const faults: string[] = [];
  let opened = 0;
  for (const { orgId, place, sealed, expected } of integrations.flatMap((one) => rowsOf(db, one))) {
    const [format, version = "", iv = "", data = ""] = sealed.split(".");
    const key = dataKeys.get(`${orgId}/${version}`);
    try {
      if (format !== "v2" || key === undefined) throw new Error(`no key for ${format}.${version}`);
      const bound = JSON.stringify(["secret", 2, orgId, ...place, Number(version)]);
      if (!expected.has(decrypt(key, iv, data, bound).toString("utf8"))) throw new Error("another secret");
      opened++;
    } catch (error) {
      faults.push(`${orgId} ${place.join(" ")}: ${error instanceof Error ? error.message : error}`);
    }
  }
  return { opened, faults };
}

function rowsOf(db: DatabaseSync, { orgId, id, signing, headers }: KnownIntegration): SealedRow[] {
  const secrets = signing.map(({ id: secretId, value }): SealedRow => {
    const row = db
      .prepare("SELECT sealed FROM signing_secrets WHERE org_id = ? AND integration_id = ? AND id = ?")
      .get(orgId, id, secretId);
    const place = ["signing_secrets", `${id}|${secretId}`, ""];
    return { orgId, place, sealed: String(row?.sealed), expected: new Set([value]) };
  });
  const row = db.prepare("SELECT config FROM integrations WHERE org_id = ? AND id = ?").get(orgId, id);
  const config = JSON.parse(String(row?.config)) as { headers: Record<string, { sealed: string }> };
  return [
    ...secrets,
    ...[...headers].map(([name, expected]): SealedRow => {
      const place = ["integrations", id, `header|${name}`];
      return { orgId, place, sealed: String(config.headers[name]?.sealed), expected };
    }),
  ];
}

function unwrapDataKeys(db: DatabaseSync, keys: string): Map<string, Buffer> {
  const ring = new Map(keys.split(",").map((entry) => entry.split(":") as [string, string]));
  const rows = db.prepare("SELECT org_id, version, kek_id, wrapped FROM data_keys").all();
  return new Map(
    rows.flatMap(({ org_id: orgId, version, kek_id: keyId, wrapped }) => {
      const key = ring.get(String(keyId));
      if (key === undefined) return [];
      const [iv = "", data = ""] = String(wrapped).split(".");
      const bound = JSON.stringify(["data key", 1, orgId, version]);
      return [[`${orgId}/${version}`, decrypt(Buffer.from(key, "base64"), iv, data, bound)] as const];
    }),
  );
}

function decrypt(key: Buffer, iv: string, text: string, additionalData: string): Buffer {
  const data = Buffer.from(text, "base64url");
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(iv, "base64url"));
  decipher.setAAD(Buffer.from(additionalData));
  decipher.setAuthTag(data.subarray(-16));
  return Buffer.concat([decipher.update(data.subarray(0, -16)), decipher.final()]);
}
