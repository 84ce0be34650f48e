import { useNavigate } from "@solidjs/router";
import { Plus } from "lucide-solid";
import { createMemo, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { Card, Page } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { Segmented } from "~/components/segmented.tsx";
import { Empty } from "~/components/states.tsx";
import { SearchBox } from "~/features/connect/search-box.tsx";
import { useUrlChoice, useUrlText } from "~/primitives/url-state.ts";
import { useCommands } from "~/shell/palette-state.ts";
import { text } from "~/text/index.ts";
import { kindOf } from "./kind-badge.tsx";
import { usePermissions, useRoles } from "./role-queries.ts";
import { RoleTable } from "./role-table.tsx";

const words = text.roles;
const KINDS = ["any", "built_in", "custom", "inherited"] as const;

export default function RolesPage() {
  const may = useMay();
  const navigate = useNavigate();
  const query = useRoles();
  const permissions = usePermissions();
  const [search, setSearch] = useUrlText("q");
  const [kind, setKind] = useUrlChoice("kind", KINDS);
  const shown = createMemo(() => {
    const wanted = (search() ?? "").trim().toLowerCase();
    return (query.data ?? []).filter(
      (role) =>
        (kind() === "any" || kindOf(role) === kind()) &&
        `${role.name} ${role.description} ${role.id} ${role.permissions.join(" ")}`
          .toLowerCase()
          .includes(wanted),
    );
  });
  const make = () => navigate(`/o/${organizationId()}/roles/new`);
  useCommands(() => (may("roles:create") ? [{ id: "new-role", label: words.make, run: () => make() }] : []));
  return (
    <Page
      title={words.title}
      description={words.description}
      actions={
        <Show when={may("roles:create")}>
          <Button look="primary" onClick={make}>
            <Plus class="size-4" aria-hidden="true" />
            {words.make}
          </Button>
        </Show>
      }
    >
      <QueryView
        query={query}
        permission={words.permission}
        isEmpty={(all) => all.length === 0}
        empty={<Empty title={words.empty.title}>{words.empty.text}</Empty>}
      >
        {() => (
          <>
            <div class="flex flex-wrap items-center gap-2">
              <SearchBox
                label={words.search.label}
                placeholder={words.search.placeholder}
                group={words.group}
                value={search() ?? ""}
                onChange={setSearch}
              />
              <Segmented
                label={words.filter.label}
                options={KINDS.map((value) => ({
                  value,
                  label: value === "any" ? words.filter.all : words.kinds[value],
                }))}
                value={kind()}
                onChange={setKind}
              />
            </div>
            <Card flush>
              <Show
                when={shown().length > 0}
                fallback={
                  <Empty
                    title={words.empty.noMatch}
                    action={
                      <Button
                        onClick={() => {
                          setSearch(null);
                          setKind("any");
                        }}
                      >
                        {words.empty.clear}
                      </Button>
                    }
                  >
                    {words.empty.noMatchText}
                  </Empty>
                }
              >
                <RoleTable roles={shown()} all={permissions.data?.length ?? 0} />
              </Show>
            </Card>
          </>
        )}
      </QueryView>
    </Page>
  );
}
