import type { SealedRecords } from "#domain/secrets/ports";
import type { OpenKeyRing } from "../crypto/key-ring.ts";
import type { DataKeys, SecretBox } from "../crypto/secret-box.ts";
import { createDataKeyReplacement } from "./replace-data-keys.ts";
import { resealPage } from "./reseal-page.ts";
import { NO_ORGANIZATION, SEALED_COLUMNS } from "./sealed-places.ts";
import { isOldText, NEWEST_VERSION, ofOrganization, ownsSome, someText, textsOf } from "./sealed-sql.ts";

/** Organizations, and whatever else owns data keys: what is left of one that was purged must not hold up an old key. */
const OWNERS = `SELECT '${NO_ORGANIZATION}' AS id UNION SELECT id FROM organizations UNION SELECT org_id FROM data_keys`;
const NEXT_OWNER = `SELECT min(id) AS id FROM (SELECT '${NO_ORGANIZATION}' AS id WHERE '${NO_ORGANIZATION}' > ?1
UNION ALL SELECT min(id) FROM organizations WHERE id > ?1 UNION ALL SELECT min(org_id) FROM data_keys WHERE org_id > ?1)`;

interface Tools {
  readonly box: SecretBox;
  readonly openKeyRing: OpenKeyRing;
  readonly dataKeys: DataKeys;
}

export function createSealedRecords(db: D1Database, { box, openKeyRing, dataKeys }: Tools): SealedRecords {
  return {
    ...createDataKeyReplacement(db, openKeyRing),

    async countOrganizations() {
      const row = await db.prepare(`SELECT count(*) AS n FROM (${OWNERS})`).first<{ n: number }>();
      return row?.n ?? 0;
    },

    async nextOrganization(after) {
      return (await db.prepare(NEXT_OWNER).bind(after).first<{ id: string | null }>())?.id ?? null;
    },

    async reseal(orgId, level, cursor, limit) {
      // Otherwise this isolate would go on sealing with the key before for another moment.
      if (cursor === null) dataKeys.forget(orgId);
      return resealPage(db, box, orgId, level, cursor, limit);
    },

    /** One statement, so nothing can be sealed with a key between the look and its end. */
    async removeOldDataKeys(orgId) {
      const unused = SEALED_COLUMNS.filter((column) => ownsSome(column, orgId)).map((column) => {
        const uses = someText(column, (text) => `${text} LIKE 'v2.' || data_keys.version || '.%'`);
        return `NOT EXISTS (SELECT 1 FROM ${column.table} WHERE ${ofOrganization(column)} AND ${uses})`;
      });
      const sql = `DELETE FROM data_keys WHERE org_id = ?1 AND version < ${NEWEST_VERSION} AND ${unused.join(" AND ")}`;
      await db.prepare(sql).bind(orgId).run();
    },

    async countLeft(orgId, level) {
      const keys =
        level === "data_keys"
          ? db
              .prepare(
                `SELECT count(*) AS n FROM data_keys WHERE org_id = ?1 AND version < ${NEWEST_VERSION}`,
              )
              .bind(orgId)
          : db
              .prepare("SELECT count(*) AS n FROM data_keys WHERE org_id = ?1 AND kek_id <> ?2")
              .bind(orgId, (await openKeyRing()).currentId);
      const texts = SEALED_COLUMNS.filter((column) => ownsSome(column, orgId)).map((column) => {
        const { from, text, where } = textsOf(column);
        const tables = from === null ? column.table : `${column.table}, ${from}`;
        const sql = `SELECT count(*) AS n FROM ${tables} WHERE ${ofOrganization(column)} AND ${where} AND ${isOldText(level)(text)}`;
        return db.prepare(sql).bind(orgId);
      });
      const results = await db.batch<{ n: number }>([keys, ...texts]);
      return results.reduce((sum, { results: [row] }) => sum + (row?.n ?? 0), 0);
    },
  };
}
