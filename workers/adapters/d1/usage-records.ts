import type { UsageRecords } from "#domain/tenancy/usage-ports";

export function createUsageRecords(db: D1Database): UsageRecords {
  return {
    async storedBytes(orgId) {
      const sum = await db
        .prepare("SELECT sum(stored_bytes) AS sum FROM usage WHERE org_id = ?1")
        .bind(orgId)
        .first<number>("sum");
      return sum ?? 0;
    },
  };
}
