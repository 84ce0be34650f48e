import type { OrganizationPaths } from "#domain/access/ports";
import type { Organization } from "#domain/configuration-ports";
import type { JobQueue } from "#domain/ports";
import { Problem } from "#domain/problem";
import type { DeletedOrganization } from "#domain/tenancy/tree-ports";
import { announceChange } from "./announce-config.ts";
import { noOrganization } from "./change-tree.ts";
import type { ConfigurationServices } from "./configuration-services.ts";
import { findOrganization, refused } from "./manage-organization.ts";
import { runLimited } from "./run-limited.ts";

type Services = ConfigurationServices & {
  readonly organizationPaths: OrganizationPaths;
  readonly jobQueue: JobQueue;
};

export interface DeletionWish {
  /** The organization's name. */
  readonly confirm: string;
  /** What is below it goes too. */
  readonly cascade: boolean;
}

const CONCURRENT = 6;

/**
 * From this moment on the organization and everything below it reads as absent: here at once, in isolates that have just
 * seen it within half a minute. What is kept of it is removed behind the answer, see purge-organization.ts.
 *
 * @throws Problem 422 when the name is not confirmed, 409 while it has children and they are not to go too
 */
export async function deleteOrganization(
  services: Services,
  orgId: string,
  { confirm, cascade }: DeletionWish,
): Promise<Organization> {
  const organization = await findOrganization(services, orgId);
  if (confirm !== organization.name) {
    throw refused([{ pointer: "/confirm", message: "It must be the organization's name, exactly." }]);
  }
  const deleted = await services.organizationTree.markDeleted(organization.path, cascade, services.now());
  if (deleted.length === 0) throw await whyNot(services, orgId);
  services.forgetApiKeys();
  for (const { orgId: gone } of deleted) services.organizationPaths.forget(gone);
  await runLimited(
    deleted,
    CONCURRENT,
    () => true,
    (one) => sayGoodbye(services, one),
  );
  return organization;
}

/** Runs that carry the new version look the organization up afresh, and find none. The cron does what a lost message should have. */
async function sayGoodbye(services: Services, deleted: DeletedOrganization): Promise<void> {
  await announceChange(services, deleted);
  try {
    await services.jobQueue.purge(deleted.orgId);
  } catch (error) {
    const { orgId } = deleted;
    console.warn(JSON.stringify({ event: "purge.wake_failed", orgId, error: String(error) }));
  }
}

async function whyNot(services: Services, orgId: string): Promise<Problem> {
  const still = await services.repositories.organizations.find(orgId);
  return still === null
    ? noOrganization(orgId)
    : new Problem(
        "conflict",
        "There are organizations below this one. Delete them first, or send cascade: true to delete them too.",
      );
}
