/**
 * Gives an organization thousands of integrations: copies of one that the API made, each with a signing secret of its own,
 * sealed as the gateway seals it. Through the API it would be the same rows, an hour later: every save makes the cached
 * configuration old.
 */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { callApi } from "../scripts/demo/call-api.ts";
import { WORKER_NAME } from "../scripts/runtime.ts";
import { importKey, parseKeyRing } from "../workers/adapters/crypto/key-ring.ts";
import { bindDataKey, decrypt, parseWrapped } from "../workers/adapters/crypto/sealed-text.ts";
import { createSecretBox, type SecretBox } from "../workers/adapters/crypto/secret-box.ts";
import { secretPlace } from "../workers/adapters/d1/integration-row.ts";
import { openIntegration, type PartGateway, type Tenant } from "./part-gateway.ts";

const ROWS_PER_STATEMENT = 500;

export interface FilledIntegration {
  readonly url: string;
  readonly eventTypes: readonly string[];
}

/** The signing secrets, in the order of `wanted`. */
export async function fillIntegrations(
  { runtime, stateFolder }: PartGateway,
  { orgId, caller }: Tenant,
  wanted: readonly FilledIntegration[],
): Promise<readonly string[]> {
  const [first, ...others] = wanted;
  if (first === undefined) return [];
  const { id: template, signingSecret } = await openIntegration(caller, { name: "the first", ...first });
  const db = await runtime.miniflare.getD1Database("DB", WORKER_NAME);
  const box = await openBox(stateFolder, orgId, () =>
    db
      .prepare("SELECT version, kek_id, wrapped FROM data_keys WHERE org_id = ?1 ORDER BY version DESC")
      .bind(orgId)
      .first<DataKeyRow>(),
  );
  const secrets: string[] = [];
  for (let from = 0; from < others.length; from += ROWS_PER_STATEMENT) {
    const rows = await Promise.all(
      others.slice(from, from + ROWS_PER_STATEMENT).map(async (settings) => {
        const [id, secretId] = [
          `int_${randomBytes(12).toString("hex")}`,
          `sec_${randomBytes(12).toString("hex")}`,
        ];
        const secret = `whsec_${randomBytes(32).toString("base64")}`;
        const sealed = await box.seal(secret, secretPlace(orgId, id, secretId));
        return { id, secretId, secret, sealed, settings };
      }),
    );
    secrets.push(...rows.map(({ secret }) => secret));
    const json = JSON.stringify(rows.map(({ secret: _, ...row }) => row));
    await db.batch([db.prepare(COPY).bind(orgId, template, json), db.prepare(SEALED).bind(orgId, json)]);
  }
  // An ordinary change: whoever knows the configuration as it was looks again.
  await callApi(caller, 200, "PATCH", `/api/v1/integrations/${template}`, { name: "the first of many" });
  return [signingSecret, ...secrets];
}

interface DataKeyRow {
  readonly version: number;
  readonly kek_id: string;
  readonly wrapped: string;
}

/** The gateway's own, under the data key that it made with the first secret. */
async function openBox(
  stateFolder: string,
  orgId: string,
  readRow: () => Promise<DataKeyRow | null>,
): Promise<SecretBox> {
  const text = readFileSync(join(stateFolder, "secrets.json"), "utf8");
  const ring = parseKeyRing((JSON.parse(text) as { SECRETS_KEYS: string }).SECRETS_KEYS);
  const row = await readRow();
  if (row === null) throw new Error(`${orgId} has no data key.`);
  const { version, kek_id: keyId, wrapped } = row;
  const bytes = await decrypt(await ring.find(keyId), parseWrapped(wrapped), bindDataKey(orgId, version));
  const key = await importKey(bytes);
  return createSecretBox(async () => ring, {
    current: async () => ({ version, key }),
    find: async () => key,
    forget: () => {},
  });
}

const COPY = `INSERT INTO integrations (org_id, id, name, enabled, config, created_at, updated_at)
  SELECT ?1, item.value ->> 'id', 'filled', 1,
    json_set(config, '$.url', item.value ->> '$.settings.url', '$.eventTypes', json(item.value -> '$.settings.eventTypes')),
    created_at, updated_at
  FROM integrations AS template, json_each(?3) AS item WHERE template.org_id = ?1 AND template.id = ?2`;

const SEALED = `INSERT INTO signing_secrets (org_id, integration_id, id, kind, sealed, hint, created_at, expires_at)
  SELECT ?1, value ->> 'id', value ->> 'secretId', 'hmac', value ->> 'sealed', '', 0, NULL FROM json_each(?2)`;
