import type { ConfigChange } from "#domain/configuration-ports";
import {
  ancestorsOf,
  type Derived,
  depthOf,
  MAX_TREE,
  type TreeNode,
} from "#domain/tenancy/organization-tree";
import type {
  DeletedOrganization,
  DerivedRow,
  Lineage,
  OrganizationTree,
  TreeStamp,
} from "#domain/tenancy/tree-ports";
import { BELOW, rangeBelow } from "./organization-repository.ts";
import { readDerived, readOwnPolicy, readQuota, writeQuota } from "./tree-columns.ts";

const COLUMNS = "id, parent_id, path, own_policy, policy, quota";

interface Row {
  readonly id: string;
  readonly parent_id: string | null;
  readonly path: string;
  readonly own_policy: string;
  readonly policy: string;
  readonly quota: string;
}

interface ParentColumns {
  readonly parent_own: string | null;
  readonly parent_policy: string | null;
  readonly parent_quota: string | null;
}

/** Above it, itself and below it. ?1 and ?2 are the range below its path, ?3 its path's ids as a JSON array. */
const FAMILY = `deleted_at IS NULL AND (id IN (SELECT value FROM json_each(?3)) OR (${BELOW}))`;
const STAMP = `SELECT count(*) AS count, sum(config_version) AS versions, max(id) AS newest FROM organizations WHERE ${FAMILY}`;
/** Does the family still look like this? ?4, ?5, ?6 are the stamp. */
const UNCHANGED = `EXISTS (SELECT 1 FROM (${STAMP}) AS family
  WHERE family.count = ?4 AND family.versions = ?5 AND family.newest = ?6)`;
const CHANGED = "id AS orgId, config_version AS version, intake_shards AS intakeShards";

/**
 * ?7 is its id. Whatever else its row says, it was changed exactly once since the stamp, and nothing around it was: so
 * this was our own change, or one that came to the same.
 */
const SAVE_BELOW = `UPDATE organizations SET policy = row.value ->> 'policy', quota = row.value ->> 'quota',
  catalogue_mode = row.value ->> 'catalogueMode', retention_days = row.value ->> 'retentionDays',
  config_version = config_version + 1
FROM json_each(?8) AS row WHERE organizations.id = row.value ->> 'id' AND ${UNCHANGED}
  AND EXISTS (SELECT 1 FROM organizations AS self WHERE self.id = ?7 AND self.config_version = ?9
    AND self.own_policy = ?10 AND self.quota = ?11)
RETURNING organizations.id AS orgId, organizations.config_version AS version, organizations.intake_shards AS intakeShards`;

/** D1 takes 2 MB per bound value. In UTF-16 units, of which one can be three bytes. */
const ROWS_LENGTH = 400_000;
const STATEMENTS_PER_BATCH = 8;

export function createOrganizationTree(db: D1Database): OrganizationTree {
  return {
    async lineage(orgId) {
      const path = await db
        .prepare("SELECT path FROM organizations WHERE id = ?1 AND deleted_at IS NULL")
        .bind(orgId)
        .first<string>("path");
      if (path === null) return null;
      const family = familyOf(path);
      const [rows, stamp, self] = await db.batch<Record<string, unknown>>([
        db.prepare(`SELECT ${COLUMNS} FROM organizations WHERE ${FAMILY}`).bind(...family),
        db.prepare(STAMP).bind(...family),
        db.prepare("SELECT config_version AS self FROM organizations WHERE id = ?1").bind(orgId),
      ]);
      const found = (rows?.results ?? []) as unknown as Row[];
      const nodes = found.map(readNode);
      const node = nodes.find(({ id }) => id === orgId);
      if (node === undefined) return null;
      const depth = depthOf(node.path);
      const above = nodes.filter((other) => depthOf(other.path) < depth);
      return {
        above: above.sort((a, b) => depthOf(a.path) - depthOf(b.path)),
        self: node,
        below: nodes.filter((other) => depthOf(other.path) > depth),
        stored: new Map(found.map((row) => [row.id, readDerived(row.own_policy, row.policy, row.quota)])),
        stamp: { ...stamp?.results[0], ...self?.results[0] } as unknown as TreeStamp,
      } satisfies Lineage;
    },

    async save(lineage, change, derived) {
      const { self, below, stamp, stored } = lineage;
      const family = familyOf(self.path);
      const own = JSON.stringify(change.own);
      const mine = columnsOf({ ...self, ...change }, derived);
      const saveSelf = db
        .prepare(
          `UPDATE organizations SET name = coalesce(?8, name), intake_shards = coalesce(?9, intake_shards),
             own_policy = ?10, policy = ?11, quota = ?12, catalogue_mode = ?13, retention_days = ?14,
             config_version = config_version + 1
           WHERE id = ?7 AND ${UNCHANGED} RETURNING ${CHANGED}`,
        )
        .bind(
          ...family,
          stamp.count,
          stamp.versions,
          stamp.newest,
          self.id,
          change.name ?? null,
          change.intakeShards ?? null,
          own,
          mine.policy,
          mine.quota,
          mine.catalogueMode,
          mine.retentionDays,
        );
      // Top down: a crash between two batches leaves the lower ones to the cron, never the upper ones.
      const stale = below
        .filter(({ id }) => !isSame(stored.get(id), derived.get(id)))
        .sort((a, b) => depthOf(a.path) - depthOf(b.path));
      let versions = stamp.versions + 1;
      const statements = [saveSelf];
      for (const rows of slicesOf(stale.map((node) => columnsOf(node, derived)))) {
        statements.push(
          db
            .prepare(SAVE_BELOW)
            .bind(
              ...family,
              stamp.count,
              versions,
              stamp.newest,
              self.id,
              JSON.stringify(rows),
              stamp.self + 1,
              own,
              mine.quota,
            ),
        );
        versions += rows.length;
      }
      const changes: ConfigChange[] = [];
      for (let start = 0; start < statements.length; start += STATEMENTS_PER_BATCH) {
        const results = await db.batch<ConfigChange>(statements.slice(start, start + STATEMENTS_PER_BATCH));
        if (start === 0 && results[0]?.results.length !== 1) return null;
        changes.push(...results.flatMap((result) => result.results));
      }
      return changes;
    },

    async insert(organization, own, quotaSet, derived, parent) {
      const { id, path, parentId } = organization;
      const [top = id] = path.split("/");
      const { policy, quota } = columnsOf({ id, quotaSet }, new Map([[id, derived]]));
      const row = await db
        .prepare(
          `INSERT INTO organizations (id, name, region, catalogue_mode, retention_days, intake_shards, config_version, created_at,
             parent_id, path, own_policy, policy, quota)
           SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13
           WHERE (?9 IS NULL OR EXISTS (SELECT 1 FROM organizations WHERE id = ?9 AND deleted_at IS NULL
               AND config_version = ?14))
             AND (SELECT count(*) FROM organizations WHERE deleted_at IS NULL AND (id = ?15 OR (path > ?16 AND path < ?17))) < ${MAX_TREE}
           RETURNING id`,
        )
        .bind(
          id,
          organization.name,
          organization.region,
          derived.policy.catalogueMode,
          derived.policy.retentionDays,
          organization.intakeShards,
          organization.configVersion,
          organization.createdAt,
          parentId,
          path,
          JSON.stringify(own),
          policy,
          quota,
          parent?.stamp.self ?? null,
          top,
          ...rangeBelow(top),
        )
        .first();
      if (row !== null) return "inserted";
      const size = await db
        .prepare(
          `SELECT count(*) AS size FROM organizations WHERE deleted_at IS NULL AND (id = ?3 OR (${BELOW}))`,
        )
        .bind(...rangeBelow(top), top)
        .first<number>("size");
      return (size ?? 0) >= MAX_TREE ? "full" : "changed";
    },

    async markDeleted(path, cascade, now) {
      const id = path.split("/").at(-1) ?? "";
      const { results } = await db
        .prepare(
          `UPDATE organizations SET deleted_at = ?4, config_version = config_version + 1
           WHERE deleted_at IS NULL AND (id = ?3 OR (${BELOW})) AND (?5 OR NOT EXISTS
             (SELECT 1 FROM organizations AS child WHERE child.path > ?1 AND child.path < ?2 AND child.deleted_at IS NULL))
           RETURNING ${CHANGED}, path`,
        )
        .bind(...rangeBelow(path), id, now, cascade ? 1 : 0)
        .all<DeletedOrganization>();
      return results;
    },

    async derivedRows(after, limit) {
      const { results } = await db
        .prepare(
          `SELECT o.id, o.parent_id, o.path, o.own_policy, o.policy, o.quota, 
             p.own_policy AS parent_own, p.policy AS parent_policy, p.quota AS parent_quota
           FROM organizations AS o LEFT JOIN organizations AS p ON p.id = o.parent_id
           WHERE o.id > ?1 AND o.deleted_at IS NULL ORDER BY o.id LIMIT ?2`,
        )
        .bind(after, limit)
        .all<Row & ParentColumns>();
      return results.map(
        (row): DerivedRow => ({
          node: readNode(row),
          stored: readDerived(row.own_policy, row.policy, row.quota),
          parent:
            row.parent_own === null || row.parent_policy === null || row.parent_quota === null
              ? null
              : readDerived(row.parent_own, row.parent_policy, row.parent_quota),
        }),
      );
    },
  };
}

function familyOf(path: string): [from: string, to: string, ids: string] {
  return [...rangeBelow(path), JSON.stringify([...ancestorsOf(path), path.split("/").at(-1)])];
}

function readNode(row: Row): TreeNode {
  return {
    id: row.id,
    parentId: row.parent_id,
    path: row.path,
    own: readOwnPolicy(row.own_policy),
    quotaSet: readQuota(row.quota).set,
  };
}

function columnsOf(
  { id, quotaSet }: Pick<TreeNode, "id" | "quotaSet">,
  derived: ReadonlyMap<string, Derived>,
) {
  const own = derived.get(id);
  if (own === undefined) throw new Error(`Nothing was derived for the organization ${id}.`);
  const { catalogueMode, retentionDays } = own.policy;
  return {
    id,
    policy: JSON.stringify(own.policy),
    quota: writeQuota(quotaSet, own.quota),
    catalogueMode,
    retentionDays,
  };
}

function isSame(stored: Derived | undefined, wanted: Derived | undefined): boolean {
  return JSON.stringify(stored) === JSON.stringify(wanted);
}

/** By length: a row's policy may list hundreds of hosts. */
function slicesOf<Item>(rows: readonly Item[]): Item[][] {
  const slices: Item[][] = [];
  let length = ROWS_LENGTH;
  for (const row of rows) {
    length += JSON.stringify(row).length;
    if (length > ROWS_LENGTH) {
      slices.push([]);
      length = 0;
    }
    slices.at(-1)?.push(row);
  }
  return slices;
}
