import { type EventType, TEMPLATES } from "#domain/catalogue/event-type-definition";
import type { EventTypeRepository, EventTypeTemplateRepository } from "#domain/configuration-ports";
import type { ValidationMode } from "#domain/validation/validation-settings";
import { sha256 } from "../crypto/digests.ts";
import { runGuarded } from "./config-version.ts";
import { toPage } from "./page.ts";

/** Their names are loaded with every organization's configuration. */
const MAX_EVENT_TYPES = 5_000;

const COLUMNS =
  "org_id, name, description, schema, example, archived, created_at, updated_at, validation, schema_hash";

interface Row {
  readonly org_id: string;
  readonly name: string;
  readonly description: string;
  readonly schema: string | null;
  readonly validation: ValidationMode | null;
  readonly example: string | null;
  readonly archived: number;
  readonly created_at: number;
  readonly updated_at: number;
}

/** Own types that are in use, and templates that none of those overrides. */
const ACTIVE = `archived = 0 AND (org_id = ?1 OR (org_id = '${TEMPLATES}' AND NOT EXISTS
  (SELECT 1 FROM event_types AS own WHERE own.org_id = ?1 AND own.name = event_types.name AND own.archived = 0)))`;
const ARCHIVED = "archived = 1 AND org_id = ?1";

export function createEventTypeRepository(db: D1Database): EventTypeRepository {
  return {
    async list(orgId, archived, { limit, after }) {
      const { results } = await db
        .prepare(
          `SELECT ${COLUMNS} FROM event_types WHERE org_id IN (?1, '${TEMPLATES}') AND ${archived ? ARCHIVED : ACTIVE}
           AND (?2 IS NULL OR name > ?2) ORDER BY name LIMIT ?3`,
        )
        .bind(orgId, after, limit + 1)
        .all<Row>();
      return toPage(results, limit, readRow, ({ name }) => name);
    },

    async find(orgId, name) {
      // One in use before an archived one, and the organization's own before the template.
      const row = await db
        .prepare(
          `SELECT ${COLUMNS} FROM event_types WHERE org_id IN (?1, '${TEMPLATES}') AND name = ?2
           ORDER BY archived, org_id = '${TEMPLATES}' LIMIT 1`,
        )
        .bind(orgId, name)
        .first<Row>();
      return row === null ? null : readRow(row);
    },

    async insert(orgId, type) {
      const insert = db
        .prepare(
          `INSERT INTO event_types (${COLUMNS}) SELECT ?1, ?2, ?3, ?4, ?5, 0, ?6, ?6, ?7, ?8
           WHERE (SELECT count(*) FROM event_types WHERE org_id = ?1) < ${MAX_EVENT_TYPES}
             OR EXISTS (SELECT 1 FROM event_types WHERE org_id = ?1 AND name = ?2)
           ON CONFLICT (org_id, name) DO UPDATE SET description = excluded.description, schema = excluded.schema,
             example = excluded.example, archived = 0, created_at = excluded.created_at, updated_at = excluded.updated_at,
             validation = excluded.validation, schema_hash = excluded.schema_hash
           WHERE event_types.archived = 1 RETURNING name`,
        )
        .bind(
          orgId,
          type.name,
          type.description,
          type.schema,
          type.example,
          type.createdAt,
          type.validation,
          hashOf(type),
        );
      const change = await runGuarded(db, orgId, insert);
      if (change !== null) return change;
      const taken = await db
        .prepare("SELECT 1 FROM event_types WHERE org_id = ?1 AND name = ?2")
        .bind(orgId, type.name)
        .first();
      return taken === null ? "limit" : "exists";
    },

    async update(orgId, type) {
      const update = db
        .prepare(
          `UPDATE event_types SET description = ?3, schema = ?4, example = ?5, updated_at = ?6, validation = ?7, schema_hash = ?8
           WHERE org_id = ?1 AND name = ?2 AND archived = 0 RETURNING name`,
        )
        .bind(
          orgId,
          type.name,
          type.description,
          type.schema,
          type.example,
          type.updatedAt,
          type.validation,
          hashOf(type),
        );
      return runGuarded(db, orgId, update);
    },

    async archive(orgId, name, now) {
      const archive = db
        .prepare(
          "UPDATE event_types SET archived = 1, updated_at = ?3 WHERE org_id = ?1 AND name = ?2 AND archived = 0 RETURNING name",
        )
        .bind(orgId, name, now);
      return runGuarded(db, orgId, archive);
    },
  };
}

/**
 * Templates belong to nobody, so no organization's version grows with them. A new one is found at once, because a
 * strict catalogue is looked up afresh before a type is refused; a removed one is noticed within half a minute.
 */
export function createEventTypeTemplateRepository(db: D1Database): EventTypeTemplateRepository {
  return {
    async list({ limit, after }) {
      const { results } = await db
        .prepare(
          `SELECT ${COLUMNS} FROM event_types WHERE org_id = '${TEMPLATES}' AND (?1 IS NULL OR name > ?1) ORDER BY name LIMIT ?2`,
        )
        .bind(after, limit + 1)
        .all<Row>();
      return toPage(results, limit, readRow, ({ name }) => name);
    },

    async put(type) {
      // One transaction: what is answered is what was replaced, whoever else writes.
      const [before] = await db.batch<Row>([
        db
          .prepare(`SELECT ${COLUMNS} FROM event_types WHERE org_id = '${TEMPLATES}' AND name = ?1`)
          .bind(type.name),
        db
          .prepare(
            `INSERT INTO event_types (${COLUMNS}) VALUES ('${TEMPLATES}', ?1, ?2, ?3, ?4, 0, ?5, ?5, ?6, ?7)
             ON CONFLICT (org_id, name) DO UPDATE SET description = excluded.description, schema = excluded.schema,
               example = excluded.example, archived = 0, validation = excluded.validation,
               schema_hash = excluded.schema_hash, updated_at = max(excluded.updated_at, event_types.created_at + 1)`,
          )
          .bind(
            type.name,
            type.description,
            type.schema,
            type.example,
            type.updatedAt,
            type.validation,
            hashOf(type),
          ),
      ]);
      const [replaced] = before?.results ?? [];
      return replaced === undefined ? null : readRow(replaced);
    },

    async remove(name) {
      const row = await db
        .prepare(`DELETE FROM event_types WHERE org_id = '${TEMPLATES}' AND name = ?1 RETURNING ${COLUMNS}`)
        .bind(name)
        .first<Row>();
      return row === null ? null : readRow(row);
    },
  };
}

/** Only of what is enforced: the hash is looked at where events are accepted. */
function hashOf({ schema, validation }: EventType): string | null {
  return schema === null || validation === null ? null : sha256(schema);
}

function readRow(row: Row): EventType {
  return {
    name: row.name,
    description: row.description,
    schema: row.schema,
    validation: row.validation,
    example: row.example,
    source: row.org_id === TEMPLATES ? "template" : "own",
    archived: row.archived === 1,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
