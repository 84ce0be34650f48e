import { useParams } from "@solidjs/router";
import { Show } from "solid-js";
import { Page } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { Crumb } from "~/features/connect/crumb.tsx";
import { text } from "~/text/index.ts";
import { NewRole } from "./new-role.tsx";
import { usePermissions, useRole } from "./role-queries.ts";
import { RoleView } from "./role-view.tsx";

const words = text.roles;

/** `/roles/new` composes one; no role has that id. */
export default function RolePage() {
  const params = useParams<{ id: string }>();
  return (
    <Show when={params.id} keyed>
      {(id) => (
        <Show when={id !== "new"} fallback={<NewRole />}>
          <Existing id={id} />
        </Show>
      )}
    </Show>
  );
}

function Existing(props: { readonly id: string }) {
  const role = useRole(() => props.id);
  const permissions = usePermissions();
  const crumb = () => <Crumb path="/roles" label={words.back} />;
  const waiting = () => role.data === undefined || permissions.data === undefined;
  return (
    <Show
      when={!waiting()}
      fallback={
        <Page title={words.title} crumb={crumb()}>
          <Show
            when={role.data === undefined}
            fallback={<QueryView query={permissions}>{() => null}</QueryView>}
          >
            <QueryView query={role} permission={words.permission}>
              {() => null}
            </QueryView>
          </Show>
        </Page>
      }
    >
      <QueryView query={role} permission={words.permission}>
        {(loaded) => <RoleView loaded={loaded()} permissions={permissions.data ?? []} crumb={crumb()} />}
      </QueryView>
    </Show>
  );
}
