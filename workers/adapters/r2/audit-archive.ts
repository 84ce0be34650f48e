import { fromLines } from "#domain/audit/entry-line";
import { exportPartKey, segmentKey } from "#domain/audit/object-keys";
import type { AuditArchive } from "#domain/audit/ports";
import { withRetries } from "../with-retries.ts";

export function createAuditArchive(bucket: R2Bucket): AuditArchive {
  return {
    async read(orgId, { firstSeq, lastSeq }) {
      const key = segmentKey(orgId, firstSeq, lastSeq);
      const object = await withRetries(() => bucket.get(key));
      return object === null ? null : fromLines(await object.text());
    },

    async putExportPart(orgId, exportId, part, text) {
      await withRetries(() => bucket.put(exportPartKey(orgId, exportId, part), text));
    },

    async exportPart(orgId, exportId, part) {
      const object = await withRetries(() => bucket.get(exportPartKey(orgId, exportId, part)));
      return object?.body ?? null;
    },
  };
}
