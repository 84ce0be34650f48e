import { type EffectivePolicy, inherit, inheritAtTop, type OwnPolicy } from "./policy.ts";
import { narrowQuota, type Quota, quotaAtTop } from "./quota.ts";

/** Levels from a topmost organization down to the deepest one, both counted. */
export const MAX_DEPTH = 8;
/** Organizations in one tree: a policy that is tightened at the top is written to all of them in one go. */
export const MAX_TREE = 1_000;

/** One organization's place in its tree and what it was given there. */
export interface TreeNode {
  readonly id: string;
  readonly parentId: string | null;
  /** Ids from the topmost organization down to this one, joined by `/`. */
  readonly path: string;
  readonly own: OwnPolicy;
  /** What was set from above; null where nothing was. */
  readonly quotaSet: Quota;
}

/** What follows from a node's place. */
export interface Derived {
  readonly policy: EffectivePolicy;
  readonly quota: Quota;
}

export function ancestorsOf(path: string): readonly string[] {
  return path.split("/").slice(0, -1);
}

export function depthOf(path: string): number {
  return path.split("/").length;
}

/** What one node gets from its parent; null at the top. */
export function deriveNode(parent: Derived | null, node: Pick<TreeNode, "own" | "quotaSet">): Derived {
  return parent === null
    ? { policy: inheritAtTop(node.own), quota: quotaAtTop(node.quotaSet) }
    : { policy: inherit(parent.policy, node.own), quota: narrowQuota(parent.quota, node.quotaSet) };
}

/**
 * What holds everywhere, from the top down. It starts from what each organization demands and not from what was
 * computed before: a row that a crash left behind cannot spread.
 * @param nodes the whole way from the top to the lowest one; in any order
 */
export function deriveTree(nodes: readonly TreeNode[]): ReadonlyMap<string, Derived> {
  const derived = new Map<string, Derived>();
  for (const node of [...nodes].sort((a, b) => depthOf(a.path) - depthOf(b.path))) {
    const parent = node.parentId === null ? null : (derived.get(node.parentId) ?? null);
    derived.set(node.id, deriveNode(parent, node));
  }
  return derived;
}
