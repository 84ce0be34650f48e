import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { ORGANIZATION_TABLES } from "./organization-tables.ts";

async function column<T>(sql: string): Promise<T[]> {
  const { results } = await env.DB.prepare(sql).all<{ value: T }>();
  return results.map(({ value }) => value);
}

describe("the tables that a deleted organization's rows are removed from", () => {
  it("are all that have a column org_id: one that is new and not named here would keep its rows for good", async () => {
    const tables = await column<string>(
      "SELECT name AS value FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\'",
    );
    const owned: string[] = [];
    for (const table of tables) {
      const columns = await column<string>(`SELECT name AS value FROM pragma_table_info('${table}')`);
      if (columns.includes("org_id")) owned.push(table);
    }
    expect(owned.length).toBeGreaterThan(10);
    expect(Object.keys(ORGANIZATION_TABLES).sort()).toEqual(owned.sort());
  });

  it.each(Object.entries(ORGANIZATION_TABLES))(
    "%s is walked by columns that name a row",
    async (table, key) => {
      const columns = await column<string>(`SELECT name AS value FROM pragma_table_info('${table}')`);
      expect(columns).toEqual(expect.arrayContaining([...key]));
      const primary = await column<string>(
        `SELECT name AS value FROM pragma_table_info('${table}') WHERE pk > 0 AND name <> 'org_id'`,
      );
      expect([...key].sort()).toEqual(primary.sort());
    },
  );
});
