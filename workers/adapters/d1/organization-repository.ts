import type { Organization, OrganizationRepository } from "#domain/configuration-ports";
import { toPage } from "./page.ts";

const COLUMNS = `id, name, region, catalogue_mode AS catalogueMode, retention_days AS retentionDays,
  intake_shards AS intakeShards, config_version AS configVersion, created_at AS createdAt`;

export function createOrganizationRepository(db: D1Database): OrganizationRepository {
  return {
    async list({ limit, after }) {
      const { results } = await db
        .prepare(`SELECT ${COLUMNS} FROM organizations WHERE ?1 IS NULL OR id < ?1 ORDER BY id DESC LIMIT ?2`)
        .bind(after, limit + 1)
        .all<Organization>();
      return toPage(
        results,
        limit,
        (row) => row,
        ({ id }) => id,
      );
    },

    find(orgId) {
      return db
        .prepare(`SELECT ${COLUMNS} FROM organizations WHERE id = ?1`)
        .bind(orgId)
        .first<Organization>();
    },

    async insert(organization) {
      await db
        .prepare(
          `INSERT INTO organizations (id, name, region, catalogue_mode, retention_days, intake_shards, config_version, created_at, path)
           VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?1)`,
        )
        .bind(
          organization.id,
          organization.name,
          organization.region,
          organization.catalogueMode,
          organization.retentionDays,
          organization.intakeShards,
          organization.configVersion,
          organization.createdAt,
        )
        .run();
    },

    update(orgId, { name, catalogueMode, retentionDays, intakeShards }) {
      return db
        .prepare(
          `UPDATE organizations SET name = coalesce(?2, name), catalogue_mode = coalesce(?3, catalogue_mode),
             retention_days = coalesce(?4, retention_days), intake_shards = coalesce(?5, intake_shards),
             config_version = config_version + 1
           WHERE id = ?1 RETURNING ${COLUMNS}`,
        )
        .bind(orgId, name ?? null, catalogueMode ?? null, retentionDays ?? null, intakeShards ?? null)
        .first<Organization>();
    },
  };
}
