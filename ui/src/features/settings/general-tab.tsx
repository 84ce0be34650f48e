import { useNavigate } from "@solidjs/router";
import { useQueryClient } from "@tanstack/solid-query";
import { createSignal, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { answer, api } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { Card } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { toast } from "~/components/toast.tsx";
import { forgetOrganization } from "~/shell/last-organization.ts";
import { useOrganization } from "~/shell/use-organization.ts";
import { text } from "~/text/index.ts";
import { DeleteOrganization } from "./delete-organization.tsx";
import type { GeneralForm } from "./general-form.ts";
import { GeneralSettings } from "./general-settings.tsx";
import { OrganizationFacts } from "./organization-facts.tsx";
import type { TypedDraft } from "./settings-draft.ts";
import { type Organization, useDescendants } from "./settings-queries.ts";

const words = text.settings;

export function GeneralTab(props: { readonly draft: TypedDraft<GeneralForm> }) {
  const may = useMay();
  const organization = useOrganization();
  return (
    <QueryView query={organization} permission="organization:read">
      {(data) => (
        <div class="grid items-start gap-5 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <GeneralSettings organization={data()} draft={props.draft} />
          <div class="flex min-w-0 flex-col gap-5">
            <OrganizationFacts organization={data()} />
            <Show when={may("organization:delete")}>
              <Danger organization={data()} onDeleted={props.draft.discard} />
            </Show>
          </div>
        </div>
      )}
    </QueryView>
  );
}

function Danger(props: { readonly organization: Organization; readonly onDeleted: () => void }) {
  const may = useMay();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const below = useDescendants(() => may("children:read"));
  const [open, setOpen] = createSignal(false);
  return (
    <Card title={words.danger}>
      <p class="mb-3 text-sm text-soft">{words.dangerHint}</p>
      <Button look="danger" onClick={() => setOpen(true)}>
        {words.deletion.open}
      </Button>
      <DeleteOrganization
        organization={open() ? props.organization : null}
        below={below.data?.length ?? null}
        onClose={() => setOpen(false)}
        remove={async (body) => {
          const { name } = props.organization;
          await answer(api.DELETE("/api/v1/organization", { body }));
          toast({ title: words.deletion.deleted(name) });
          forgetOrganization();
          props.onDeleted();
          navigate("/", { replace: true });
          // Behind the way out: a view that is still there would ask for what is gone.
          queueMicrotask(() => queries.clear());
        }}
      />
    </Card>
  );
}
