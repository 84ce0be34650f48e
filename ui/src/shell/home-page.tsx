import { Navigate } from "@solidjs/router";
import { Show } from "solid-js";
import { type Account, useAccount } from "~/api/account.ts";
import { QueryView } from "~/components/query-view.tsx";
import { Empty } from "~/components/states.tsx";
import { text } from "~/text/index.ts";
import { lastOrganization } from "./last-organization.ts";
import { Splash } from "./splash.tsx";

/** `/` leads into the organization where one was last, or to the first that one belongs to. */
export function HomePage() {
  const account = useAccount();
  return (
    <QueryView query={account} loading={<Splash />}>
      {(data) => (
        <Show when={startOf(data())} fallback={<Nowhere />}>
          {(orgId) => <Navigate href={`/o/${orgId()}`} />}
        </Show>
      )}
    </QueryView>
  );
}

function Nowhere() {
  return (
    <main class="grid min-h-dvh place-items-center">
      <Empty wholePage title={text.shell.organization.choose}>
        {text.shell.organization.none}
      </Empty>
    </main>
  );
}

function startOf({ memberships }: Account): string | null {
  const ids = memberships.map(({ organizationId }) => organizationId).filter((id) => id !== "*");
  const last = lastOrganization();
  if (last !== null && (ids.includes(last) || memberships.length > ids.length)) return last;
  return ids[0] ?? null;
}
