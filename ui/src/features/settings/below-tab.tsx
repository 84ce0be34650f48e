import { Plus } from "lucide-solid";
import { createMemo, createSignal, For, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { answer, api, organizationId } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { Card } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { Empty } from "~/components/states.tsx";
import { toast } from "~/components/toast.tsx";
import { SearchBox } from "~/features/connect/search-box.tsx";
import { useUrlText } from "~/primitives/url-state.ts";
import { useCommands } from "~/shell/palette-state.ts";
import { text } from "~/text/index.ts";
import { BelowRow } from "./below-row.tsx";
import { DeleteOrganization } from "./delete-organization.tsx";
import { type Branch, familyTree, narrowTree } from "./family-tree.ts";
import { NewOrganization } from "./new-organization.tsx";
import { QuotaDialog } from "./quota-dialog.tsx";
import { type Organization, useDescendants, useTreeChanged } from "./settings-queries.ts";

const words = text.settings.below;

export function BelowTab() {
  const may = useMay();
  const changed = useTreeChanged();
  const below = useDescendants(() => true);
  const [search, setSearch] = useUrlText("q");
  const [makingBelow, setMakingBelow] = createSignal<string | null>(null);
  const [quotaOf, setQuotaOf] = createSignal<Organization | null>(null);
  const [deleting, setDeleting] = createSignal<Branch<Organization> | null>(null);
  const tree = createMemo(() =>
    below.data === undefined ? [] : familyTree(below.data, organizationId() ?? ""),
  );
  const shown = () => narrowTree(tree(), search() ?? "");
  useCommands(() =>
    may("children:create")
      ? [{ id: "new-organization", label: words.make, run: () => setMakingBelow(organizationId()) }]
      : [],
  );
  const make = () => (
    <Show when={may("children:create")}>
      <Button look="primary" onClick={() => setMakingBelow(organizationId())}>
        <Plus class="size-4" aria-hidden="true" />
        {words.make}
      </Button>
    </Show>
  );
  return (
    <div class="flex flex-col gap-4">
      <p class="max-w-3xl text-sm text-soft">
        {words.intro} {words.limits}
      </p>
      <QueryView
        query={below}
        permission="children:read"
        isEmpty={(all) => all.length === 0}
        empty={
          <Card>
            <Empty title={words.none} action={make()}>
              {words.noneHint}
            </Empty>
          </Card>
        }
      >
        {(all) => (
          <>
            <div class="flex flex-wrap items-center gap-3">
              <SearchBox
                label={words.search}
                placeholder={words.search}
                group={words.list}
                value={search() ?? ""}
                onChange={setSearch}
              />
              <span class="hidden text-sm text-faint sm:inline">{words.count(all().length)}</span>
              <div class="ml-auto">{make()}</div>
            </div>
            <Card flush>
              <Show when={shown().length > 0} fallback={<Empty title={words.noHit}>{words.noHitHint}</Empty>}>
                <ul aria-label={words.list} class="divide-y divide-line">
                  <For each={shown()}>
                    {(branch) => (
                      <BelowRow
                        branch={branch}
                        onQuota={() => setQuotaOf(branch.node)}
                        onMake={() => setMakingBelow(branch.node.id)}
                        onDelete={() => setDeleting(branch)}
                      />
                    )}
                  </For>
                </ul>
              </Show>
            </Card>
          </>
        )}
      </QueryView>
      <NewOrganization parentId={makingBelow()} tree={tree()} onClose={() => setMakingBelow(null)} />
      <QuotaDialog organization={quotaOf()} onClose={() => setQuotaOf(null)} />
      <DeleteOrganization
        organization={deleting()?.node ?? null}
        below={deleting()?.below ?? null}
        onClose={() => setDeleting(null)}
        remove={async (body) => {
          const gone = deleting()?.node;
          if (gone === undefined) return;
          const params = { path: { id: gone.id } };
          await answer(api.DELETE("/api/v1/organization/children/{id}", { params, body }));
          toast({ title: text.settings.deletion.deleted(gone.name) });
          await changed();
        }}
      />
    </div>
  );
}
