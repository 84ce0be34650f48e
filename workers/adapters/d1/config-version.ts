import type { ConfigChange } from "#domain/configuration-ports";

/** Goes into the same batch as every change of configuration, so that no version ever names two configurations. */
export function bumpConfigVersion(db: D1Database, orgId: string): D1PreparedStatement {
  return db
    .prepare(
      `UPDATE organizations SET config_version = config_version + 1 WHERE id = ?1
       RETURNING id AS orgId, config_version AS version, intake_shards AS intakeShards`,
    )
    .bind(orgId);
}

interface Dependents {
  /** Run before the guard, so they can ask for what the guard is about to change. */
  readonly before?: readonly D1PreparedStatement[];
  readonly after?: readonly D1PreparedStatement[];
}

/**
 * Run a change and the version that goes with it, as one transaction. `guard` returns one row when the change may
 * happen; its dependents ask for the same condition themselves. Null when it returned none: then nothing happened
 * except that the version grew, which costs every cache one look.
 */
export async function runGuarded(
  db: D1Database,
  orgId: string,
  guard: D1PreparedStatement,
  { before = [], after = [] }: Dependents = {},
): Promise<ConfigChange | null> {
  const statements = [...before, guard, ...after, bumpConfigVersion(db, orgId)];
  const results = await db.batch<Record<string, unknown>>(statements);
  if (results[before.length]?.results.length !== 1) return null;
  const [change] = (results.at(-1)?.results ?? []) as unknown as ConfigChange[];
  if (change === undefined) throw new Error(`There is no organization ${orgId} to change.`);
  return change;
}
