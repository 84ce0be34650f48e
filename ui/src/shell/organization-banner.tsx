import { Show } from "solid-js";
import { useAccount } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { text } from "~/text/index.ts";
import { useOrganization } from "./use-organization.ts";

/** Whoever acts in a tenant that is not their own must see it on every view: what is done there is done to somebody else. */
export function OrganizationBanner() {
  const account = useAccount();
  const organization = useOrganization();
  const isOwn = () =>
    account.data?.memberships.some((membership) => membership.organizationId === organizationId()) !== false;
  return (
    <Show when={!isOwn() && organization.data}>
      {(data) => (
        <p role="status" class="bg-info-soft px-4 py-1.5 text-center text-sm font-medium text-info">
          {text.shell.organization.actingIn(data().name)}
        </p>
      )}
    </Show>
  );
}
