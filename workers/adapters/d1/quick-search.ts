import type { QuickSearch, SearchedKind, SearchHit } from "#domain/operations/quick-search";

/** Everything of these kinds is bounded per organization, by hundreds: their names are looked through, not indexed. */
interface NamedTable {
  readonly from: string;
  readonly id: string;
  readonly name: string;
  readonly detail: string;
  /** Beside the name, what is looked through. */
  readonly also?: string;
}

const TABLES: Readonly<Partial<Record<SearchedKind, NamedTable>>> = {
  integration: {
    from: "integrations WHERE org_id = ?1",
    id: "id",
    name: "name",
    detail: "config ->> 'url'",
  },
  source: { from: "sources WHERE org_id = ?1", id: "id", name: "name", detail: "provider" },
  credential: { from: "credentials WHERE org_id = ?1", id: "id", name: "name", detail: "status" },
  event_type: {
    from: "event_types WHERE org_id IN (?1, '*') AND archived = 0",
    id: "name",
    name: "name",
    detail: "description",
  },
  lookup_table: {
    from: "lookup_tables WHERE org_id = ?1 AND deleted_at IS NULL",
    id: "name",
    name: "name",
    detail: "description",
  },
  member: {
    from: "(SELECT m.user_id, u.name, u.email FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.org_id = ?1) WHERE true",
    id: "user_id",
    name: "name",
    detail: "email",
    also: "email",
  },
  role: { from: "roles WHERE org_id = ?1", id: "id", name: "name", detail: "description" },
  api_key: {
    from: "api_keys WHERE org_id = ?1 AND revoked_at IS NULL",
    id: "id",
    name: "name",
    detail: "hint",
  },
};

/** ?2 is the word as it was typed, ?3 in lower case. Beginnings first. */
function statementFor(kind: SearchedKind, { from, id, name, detail, also }: NamedTable): string {
  const places = [name, ...(also === undefined ? [] : [also])].map((column) => `instr(lower(${column}), ?3)`);
  return `SELECT DISTINCT '${kind}' AS kind, ${id} AS id, ${name} AS name, ${detail} AS detail FROM ${from}
    AND (${id} = ?2 OR ${places.map((place) => `${place} > 0`).join(" OR ")})
    ORDER BY ${id} = ?2 DESC, ${places[0]} = 1 DESC, ${name}, ${id} LIMIT ?4`;
}

const DELIVERY =
  "SELECT 'delivery' AS kind, id, event_type AS name, status AS detail FROM deliveries WHERE org_id = ?1 AND id = ?2";
const JOB =
  "SELECT 'job' AS kind, id, kind AS name, status AS detail FROM jobs WHERE org_id = ?1 AND id = ?2";

export function createQuickSearch(db: D1Database): QuickSearch {
  return {
    async find(orgId, kinds, text, most) {
      const named = (Object.entries(TABLES) as [SearchedKind, NamedTable][])
        .filter(([kind]) => kinds.has(kind))
        .map(([kind, table]) =>
          db.prepare(statementFor(kind, table)).bind(orgId, text, text.toLowerCase(), most),
        );
      const byId = [...(kinds.has("delivery") ? [DELIVERY] : []), ...(kinds.has("job") ? [JOB] : [])].map(
        (sql) => db.prepare(sql).bind(orgId, text),
      );
      const statements = [...named, ...byId];
      if (statements.length === 0) return [];
      const answers = await db.batch<SearchHit>(statements);
      return answers.flatMap(({ results }) => results);
    },
  };
}
