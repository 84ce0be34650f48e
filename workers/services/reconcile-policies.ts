import { deriveNode } from "#domain/tenancy/organization-tree";
import type { DerivedRow } from "#domain/tenancy/tree-ports";
import { changeTree } from "./change-tree.ts";
import type { ConfigurationServices } from "./configuration-services.ts";
import { forEachSafely } from "./for-each-safely.ts";
import type { OperationServices } from "./operation-services.ts";

type Services = Pick<ConfigurationServices, "organizationTree" | "configurations" | "intake"> &
  Pick<OperationServices, "sweeps">;

const SWEEP = "policies";
const ORGANIZATIONS_PER_TICK = 200;

/**
 * Mend what a crash left behind between two batches of a large tree: a row whose policy or quota does not follow from
 * its parent's. Parents come before their children, so one that was mended is what its children are compared with.
 */
export async function reconcilePolicies(services: Services): Promise<void> {
  const position = await services.sweeps.position(SWEEP);
  const rows = await services.organizationTree.derivedRows(position, ORGANIZATIONS_PER_TICK);
  const wrong = rows.filter((row) => !follows(row));
  await forEachSafely(
    SWEEP,
    wrong.map(({ node }) => node.id),
    (orgId) => changeTree(services, orgId, ({ self: { own, quotaSet } }) => ({ own, quotaSet })),
  );
  const last = rows.length < ORGANIZATIONS_PER_TICK ? undefined : rows.at(-1);
  await services.sweeps.moveTo(SWEEP, last?.node.id ?? "");
}

function follows({ node, stored, parent }: DerivedRow): boolean {
  // Deleted for good above it, and not here: its own purge will come.
  if (node.parentId !== null && parent === null) return true;
  return JSON.stringify(stored) === JSON.stringify(deriveNode(parent, node));
}
