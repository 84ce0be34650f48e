import { A } from "@solidjs/router";
import { Show } from "solid-js";
import { useAccount, usePermissionsIn } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { text } from "~/text/index.ts";

/** Whoever acts in a tenant that is not their own must see it on every view: what is done there is done to somebody else. */
export function OrganizationBanner() {
  const account = useAccount();
  const here = usePermissionsIn(organizationId);
  const own = () => (account.data?.memberships ?? []).map((one) => one.organizationId);
  const foreign = () =>
    account.data !== undefined && here.data !== undefined && !own().includes(organizationId() ?? "")
      ? here.data.organizationName
      : null;
  const home = () => own().find((id) => id !== "*");
  return (
    <Show when={foreign()}>
      {(name) => (
        <div
          role="status"
          class="flex flex-wrap items-center justify-center gap-x-3 bg-info-soft px-4 py-1.5 text-center text-sm font-medium text-info"
        >
          {text.shell.organization.actingIn(name())}
          <Show when={home()}>
            {(id) => (
              <A href={`/o/${id()}`} class="underline">
                {text.shell.organization.leave}
              </A>
            )}
          </Show>
        </div>
      )}
    </Show>
  );
}
