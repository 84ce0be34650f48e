import type { EndpointSchema, EndpointSchemas } from "#domain/graphql/ports";

/** A row of D1 may have 2 MB. */
const MAX_STORED_LENGTH = 1_500_000;

interface Row {
  readonly source: EndpointSchema["source"];
  readonly hash: string;
  readonly sdl: string;
  readonly updated_at: number;
}

/** SDL repeats itself: compressed it takes a sixth to a tenth. As base64, because D1 answers a BLOB as a list of numbers. */
export function createEndpointSchemas(db: D1Database): EndpointSchemas {
  return {
    async find(orgId, integrationId) {
      const row = await db
        .prepare(
          "SELECT source, hash, sdl, updated_at FROM graphql_schemas WHERE org_id = ?1 AND integration_id = ?2",
        )
        .bind(orgId, integrationId)
        .first<Row>();
      if (row === null) return null;
      const { source, hash, updated_at: updatedAt } = row;
      return { sdl: await unzip(row.sdl), source, hash, updatedAt };
    },

    async put(orgId, integrationId, { sdl, source, hash, updatedAt }) {
      const stored = await zip(sdl);
      if (stored.length > MAX_STORED_LENGTH) return "too_large";
      // An integration that is deleted meanwhile must not leave a row that nobody would ever remove.
      const written = await db
        .prepare(
          `INSERT INTO graphql_schemas (org_id, integration_id, source, hash, sdl, updated_at)
           SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE EXISTS (SELECT 1 FROM integrations WHERE org_id = ?1 AND id = ?2)
           ON CONFLICT (org_id, integration_id) DO UPDATE SET
             source = excluded.source, hash = excluded.hash, sdl = excluded.sdl, updated_at = excluded.updated_at
           RETURNING integration_id`,
        )
        .bind(orgId, integrationId, source, hash, stored, updatedAt)
        .first();
      return written === null ? "absent" : "kept";
    },

    async remove(orgId, integrationId) {
      const removed = await db
        .prepare(
          "DELETE FROM graphql_schemas WHERE org_id = ?1 AND integration_id = ?2 RETURNING integration_id",
        )
        .bind(orgId, integrationId)
        .first();
      return removed !== null;
    },
  };
}

async function zip(text: string): Promise<string> {
  const bytes = await new Response(
    new Blob([text]).stream().pipeThrough(new CompressionStream("gzip")),
  ).arrayBuffer();
  return Buffer.from(bytes).toString("base64");
}

function unzip(stored: string): Promise<string> {
  const stream = new Blob([Buffer.from(stored, "base64")]).stream();
  return new Response(stream.pipeThrough(new DecompressionStream("gzip"))).text();
}
