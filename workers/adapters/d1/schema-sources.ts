import { TEMPLATES } from "#domain/catalogue/event-type-definition";
import type { SchemaSources } from "#domain/validation/ports";

/** Asked when compiled code is missing: seldom, so nothing of it is kept in memory. */
export function createSchemaSources(db: D1Database): SchemaSources {
  return {
    async ofIntegration(orgId, id) {
      return db
        .prepare("SELECT validation_schema FROM integrations WHERE org_id = ?1 AND id = ?2")
        .bind(orgId, id)
        .first<string>("validation_schema");
    },

    async ofEventType(orgId, name) {
      // The organization's own before the template, as the catalogue has it.
      return db
        .prepare(
          `SELECT schema FROM event_types WHERE org_id IN (?1, '${TEMPLATES}') AND name = ?2 AND archived = 0
           ORDER BY org_id = '${TEMPLATES}' LIMIT 1`,
        )
        .bind(orgId, name)
        .first<string>("schema");
    },
  };
}
