import type { ConfigChange, Organization } from "../configuration-ports.ts";
import type { Derived, TreeNode } from "./organization-tree.ts";
import type { OwnPolicy } from "./policy.ts";
import type { Quota } from "./quota.ts";

/** An organization with everything above and below it, as of one moment. */
export interface Lineage {
  /** The topmost first. */
  readonly above: readonly TreeNode[];
  readonly self: TreeNode;
  readonly below: readonly TreeNode[];
  /** What the rows say that holds, by id: only what differs is written. */
  readonly stored: ReadonlyMap<string, Derived>;
  readonly stamp: TreeStamp;
}

/** Changes with every change of any of these rows, and with every row that comes or goes. */
export interface TreeStamp {
  readonly count: number;
  readonly versions: number;
  readonly newest: string;
  /** The organization's own version. */
  readonly self: number;
}

/** What is changed at the organization itself. */
export interface SelfChange {
  readonly name?: string;
  readonly intakeShards?: number;
  readonly own: OwnPolicy;
  readonly quotaSet: Quota;
}

export interface DeletedOrganization extends ConfigChange {
  readonly path: string;
}

/** A row of the sweep over all organizations: does what is stored follow from its parent? */
export interface DerivedRow {
  readonly node: TreeNode;
  readonly stored: Derived;
  /** What its parent's row says; null at the top. */
  readonly parent: Derived | null;
}

export interface OrganizationTree {
  /** Null when there is no such organization any more. */
  lineage(orgId: string): Promise<Lineage | null>;
  /**
   * In one transaction the organization itself and what follows from it below; answers what every cache must hear of,
   * the organization itself first. Null when the tree changed since the lineage was read: then nothing was written.
   */
  save(
    lineage: Lineage,
    change: SelfChange,
    derived: ReadonlyMap<string, Derived>,
  ): Promise<readonly ConfigChange[] | null>;
  /** `full`: the tree has as many as it may have. `changed`: the parent did since it was read, or it is gone. */
  insert(
    organization: Organization,
    own: OwnPolicy,
    quotaSet: Quota,
    derived: Derived,
    parent: Lineage | null,
  ): Promise<"inserted" | "changed" | "full">;
  /**
   * From this moment on it reads as absent, and so does everything below it. Without `cascade` nothing happens when it
   * has children: then nothing is answered.
   */
  markDeleted(path: string, cascade: boolean, now: number): Promise<readonly DeletedOrganization[]>;
  /** By id, behind `after`: parents come before their children, because ids sort by time. */
  derivedRows(after: string, limit: number): Promise<readonly DerivedRow[]>;
}
