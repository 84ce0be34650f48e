const REMOVE_SEARCH = `DELETE FROM audit_search WHERE rowid IN
(SELECT number FROM audit_entries WHERE org_id = ?1 ORDER BY seq LIMIT ?2)`;
const REMOVE_ENTRIES = `DELETE FROM audit_entries WHERE number IN
(SELECT number FROM audit_entries WHERE org_id = ?1 ORDER BY seq LIMIT ?2)`;

/** Removes up to `limit` of a deleted organization's entries with their words in the index; true when none is left. */
export async function purgeAudit(db: D1Database, orgId: string, limit: number): Promise<boolean> {
  const [, removed] = await db.batch([
    db.prepare(REMOVE_SEARCH).bind(orgId, limit),
    db.prepare(REMOVE_ENTRIES).bind(orgId, limit),
  ]);
  return (removed?.meta.changes ?? 0) < limit;
}
