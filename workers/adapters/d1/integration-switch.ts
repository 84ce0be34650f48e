import type { IntegrationSwitch } from "#domain/ports";

export function createIntegrationSwitch(db: D1Database): IntegrationSwitch {
  return {
    async disable(orgId, integrationId, reason, now) {
      const [, versions] = await db.batch<{ config_version: number }>([
        db
          .prepare(
            "UPDATE integrations SET enabled = 0, disabled_reason = ?3, updated_at = max(?4, updated_at + 1) WHERE org_id = ?1 AND id = ?2 AND enabled = 1",
          )
          .bind(orgId, integrationId, reason, now),
        db
          .prepare(
            "UPDATE organizations SET config_version = config_version + 1 WHERE id = ?1 RETURNING config_version",
          )
          .bind(orgId),
      ]);
      return versions?.results[0]?.config_version ?? 0;
    },
  };
}
