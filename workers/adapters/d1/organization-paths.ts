import type { OrganizationPaths } from "#domain/access/ports";
import { setBounded } from "../set-bounded.ts";

/** A path never changes; only whether its organization is still there is asked again. */
const MAX_AGE_MS = 30_000;
const MAX_ORGANIZATIONS = 5_000;

interface Known {
  readonly path: readonly string[];
  readonly at: number;
}

/** Only organizations that exist are remembered: made-up ids must not push real ones out. */
const known = new Map<string, Known>();

export function createOrganizationPaths(db: D1Database, now: () => number): OrganizationPaths {
  return {
    async find(orgId) {
      const cached = known.get(orgId);
      if (cached !== undefined && now() - cached.at < MAX_AGE_MS) return cached.path;
      known.delete(orgId);
      const row = await db
        .prepare("SELECT path FROM organizations WHERE id = ?1 AND deleted_at IS NULL")
        .bind(orgId)
        .first<{ path: string }>();
      if (row === null) return null;
      const path = row.path.split("/");
      setBounded(known, orgId, { path, at: now() }, MAX_ORGANIZATIONS);
      return path;
    },
    forget(orgId) {
      known.delete(orgId);
    },
  };
}
