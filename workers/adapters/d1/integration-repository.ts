import type { IntegrationRecord, IntegrationRepository, IntegrationSort } from "#domain/configuration-ports";
import type { StoredSettings } from "#domain/tenancy/stored-settings";
import type { SecretBox } from "../crypto/secret-box.ts";
import { runGuarded } from "./config-version.ts";
import { readWholeSettings, sealHeaders, writeSettings } from "./integration-row.ts";
import { toPage } from "./page.ts";
import { insertSecret } from "./secret-repository.ts";

/** All of them are loaded into every isolate that delivers for the organization: about 13 MB of its 128. */
const MAX_INTEGRATIONS = 10_000;

const COLUMNS = "id, name, enabled, disabled_reason, config, validation_schema, created_at, updated_at";

/**
 * A key that nothing else has, so that a page begins exactly behind the one before. By id there is an index; by anything else
 * the keys of all are sorted, and only a page's rows are read whole.
 */
const SORTS: Readonly<Record<IntegrationSort, { key: string; order: "ASC" | "DESC"; behind: "<" | ">" }>> = {
  newest: { key: "id", order: "DESC", behind: "<" },
  oldest: { key: "id", order: "ASC", behind: ">" },
  name: { key: "(lower(name) || char(31) || id)", order: "ASC", behind: ">" },
  "-name": { key: "(lower(name) || char(31) || id)", order: "DESC", behind: "<" },
  updated: { key: "(printf('%015d', updated_at) || id)", order: "DESC", behind: "<" },
};

interface Row {
  readonly id: string;
  readonly name: string;
  readonly enabled: number;
  readonly disabled_reason: string | null;
  readonly config: string;
  readonly validation_schema: string | null;
  readonly created_at: number;
  readonly updated_at: number;
}

export function createIntegrationRepository(db: D1Database, box: SecretBox): IntegrationRepository {
  async function serialize(orgId: string, { id, settings }: IntegrationRecord) {
    const stored: StoredSettings = {
      ...settings,
      headers: await sealHeaders(box, orgId, id, settings.headers),
    };
    return writeSettings(stored);
  }

  return {
    async list(orgId, { text, enabled, sort }, { limit, after }) {
      const { key, order, behind } = SORTS[sort];
      const { results } = await db
        .prepare(
          `SELECT ${COLUMNS}, sort_key FROM (
             SELECT id AS found, ${key} AS sort_key FROM integrations WHERE org_id = ?1 AND (?2 IS NULL OR enabled = ?2)
             AND (?3 IS NULL OR id = ?3 OR instr(lower(name), ?3) > 0 OR instr(lower(config ->> 'url'), ?3) > 0)
             AND (?4 IS NULL OR ${key} ${behind} ?4) ORDER BY ${key} ${order} LIMIT ?5
           ) CROSS JOIN integrations ON org_id = ?1 AND id = found ORDER BY sort_key ${order}`,
        )
        .bind(orgId, enabled === null ? null : Number(enabled), text?.toLowerCase() ?? null, after, limit + 1)
        .all<Row & { readonly sort_key: string }>();
      const keys = new Map(results.map((row) => [row.id, row.sort_key]));
      return toPage(results, limit, readRow, ({ id }) => keys.get(id) ?? id);
    },

    async find(orgId, id) {
      const row = await db
        .prepare(`SELECT ${COLUMNS} FROM integrations WHERE org_id = ?1 AND id = ?2`)
        .bind(orgId, id)
        .first<Row>();
      return row === null ? null : readRow(row);
    },

    async insert(orgId, record, secret) {
      const { config, schema } = await serialize(orgId, record);
      const insert = db
        .prepare(
          `INSERT INTO integrations (org_id, ${COLUMNS}) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?9, ?7, ?7
           WHERE (SELECT count(*) FROM integrations WHERE org_id = ?1) <
             (SELECT min(${MAX_INTEGRATIONS}, coalesce(quota ->> 'integrations', ${MAX_INTEGRATIONS})) FROM organizations WHERE id = ?1)
           AND ${credentialExists(8)} RETURNING id`,
        )
        .bind(
          orgId,
          record.id,
          record.name,
          record.enabled ? 1 : 0,
          record.disabledReason,
          config,
          record.createdAt,
          record.settings.credentialId,
          schema,
        );
      return runGuarded(db, orgId, insert, {
        after: [await insertSecret(db, box, orgId, record.id, secret)],
      });
    },

    async count(orgId) {
      const count = await db
        .prepare("SELECT count(*) AS count FROM integrations WHERE org_id = ?1")
        .bind(orgId)
        .first<number>("count");
      return count ?? 0;
    },

    async update(orgId, record, expectedUpdatedAt) {
      const { config, schema } = await serialize(orgId, record);
      const update = db
        .prepare(
          `UPDATE integrations SET name = ?3, enabled = ?4, disabled_reason = ?5, config = ?6, validation_schema = ?10, updated_at = ?7
           WHERE org_id = ?1 AND id = ?2 AND updated_at = ?8 AND ${credentialExists(9)} RETURNING id`,
        )
        .bind(
          orgId,
          record.id,
          record.name,
          record.enabled ? 1 : 0,
          record.disabledReason,
          config,
          record.updatedAt,
          expectedUpdatedAt,
          record.settings.credentialId,
          schema,
        );
      return runGuarded(db, orgId, update);
    },

    async remove(orgId, id, expectedUpdatedAt) {
      const secrets = db
        .prepare(
          `DELETE FROM signing_secrets WHERE org_id = ?1 AND integration_id = ?2
           AND EXISTS (SELECT 1 FROM integrations WHERE org_id = ?1 AND id = ?2 AND updated_at = ?3)`,
        )
        .bind(orgId, id, expectedUpdatedAt);
      const remove = db
        .prepare("DELETE FROM integrations WHERE org_id = ?1 AND id = ?2 AND updated_at = ?3 RETURNING id")
        .bind(orgId, id, expectedUpdatedAt);
      // After the removal: one that did not happen, because the integration changed, must leave its schema.
      const schema = db
        .prepare(
          `DELETE FROM graphql_schemas WHERE org_id = ?1 AND integration_id = ?2
           AND NOT EXISTS (SELECT 1 FROM integrations WHERE org_id = ?1 AND id = ?2)`,
        )
        .bind(orgId, id);
      const circuit = db
        .prepare(
          `DELETE FROM circuit_states WHERE org_id = ?1 AND integration_id = ?2
           AND NOT EXISTS (SELECT 1 FROM integrations WHERE org_id = ?1 AND id = ?2)`,
        )
        .bind(orgId, id);
      return runGuarded(db, orgId, remove, { before: [secrets], after: [schema, circuit] });
    },
  };
}

/** It was there when the integration was checked; it must still be there when it is written. */
function credentialExists(parameter: number): string {
  return `(?${parameter} IS NULL OR EXISTS (SELECT 1 FROM credentials WHERE org_id = ?1 AND id = ?${parameter}))`;
}

function readRow(row: Row): IntegrationRecord {
  return {
    id: row.id,
    name: row.name,
    enabled: row.enabled === 1,
    disabledReason: row.disabled_reason,
    settings: readWholeSettings(row.config, row.validation_schema),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
