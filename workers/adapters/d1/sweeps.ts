import type { Sweeps } from "#domain/operations/ports";

export function createSweeps(db: D1Database): Sweeps {
  return {
    async position(name) {
      const row = await db
        .prepare("SELECT position FROM sweeps WHERE name = ?1")
        .bind(name)
        .first<{ position: string }>();
      return row?.position ?? "";
    },
    async moveTo(name, position) {
      await db
        .prepare(
          "INSERT INTO sweeps (name, position) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET position = excluded.position WHERE position <> excluded.position",
        )
        .bind(name, position)
        .run();
    },
  };
}
