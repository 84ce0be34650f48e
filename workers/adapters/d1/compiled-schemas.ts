import { gunzipSync, gzipSync } from "node:zlib";
import type { CompiledSchemas } from "#domain/validation/ports";
import { withRetries } from "../with-retries.ts";

/** Compiled code repeats itself: two million characters become a quarter of a million, and D1 takes two million a value. */
export function createCompiledSchemas(db: D1Database): CompiledSchemas {
  return {
    async find(orgId, key) {
      const row = await db
        .prepare("SELECT code FROM compiled_schemas WHERE org_id = ?1 AND key = ?2")
        .bind(orgId, key)
        .first<{ code: string }>();
      return row === null ? null : unpack(row.code);
    },

    async put(orgId, key, code, now) {
      const packed = gzipSync(code).toString("base64");
      await withRetries(() =>
        db
          .prepare(
            `INSERT INTO compiled_schemas (org_id, key, code, created_at) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (org_id, key) DO UPDATE SET code = excluded.code, created_at = excluded.created_at`,
          )
          .bind(orgId, key, packed, now)
          .run(),
      );
    },
  };
}

/** Null for what does not unpack: it is made again, like code that was lost. */
function unpack(packed: string): string | null {
  try {
    return gunzipSync(Buffer.from(packed, "base64")).toString("utf8");
  } catch {
    return null;
  }
}
