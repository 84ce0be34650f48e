import { Problem } from "#domain/problem";
import { type Derived, deriveTree } from "#domain/tenancy/organization-tree";
import type { Lineage, SelfChange } from "#domain/tenancy/tree-ports";
import { announceChange } from "./announce-config.ts";
import type { ConfigurationServices } from "./configuration-services.ts";
import { runLimited } from "./run-limited.ts";

const ATTEMPTS = 5;
const CONCURRENT_ANNOUNCEMENTS = 6;

type Services = Pick<ConfigurationServices, "organizationTree" | "configurations" | "intake">;

/**
 * Change an organization and everything that follows from it below, as one. When somebody else changed the tree in
 * between, it is read and decided again: a child that was loosened a moment ago must not slip through.
 *
 * @param decide answers the change, or throws the Problem that refuses it; `parent` is null at the top
 */
export async function changeTree(
  services: Services,
  orgId: string,
  decide: (lineage: Lineage, parent: Derived | null) => SelfChange,
): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const lineage = await services.organizationTree.lineage(orgId);
    if (lineage === null) throw noOrganization(orgId);
    const change = decide(lineage, parentOf(lineage));
    const derived = deriveTree([...lineage.above, { ...lineage.self, ...change }, ...lineage.below]);
    const changes = await services.organizationTree.save(lineage, change, derived);
    if (changes === null) continue;
    await runLimited(
      changes,
      CONCURRENT_ANNOUNCEMENTS,
      () => true,
      (saved) => announceChange(services, saved),
    );
    return;
  }
  throw new Problem(
    "conflict",
    "The organization or one around it is being changed right now. Try again in a moment.",
  );
}

/** What holds in the parent; null at the top. */
export function parentOf({ above, self }: Lineage): Derived | null {
  return self.parentId === null ? null : (deriveTree(above).get(self.parentId) ?? null);
}

export function noOrganization(orgId: string): Problem {
  return new Problem("not_found", `There is no organization ${orgId} in this region.`);
}
