import { useNavigate } from "@solidjs/router";
import { Plus } from "lucide-solid";
import { createMemo, createSignal, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { Page } from "~/components/page.tsx";
import { Select } from "~/components/select.tsx";
import { SearchedList } from "~/features/connect/searched-list.tsx";
import { useUrlChoice, useUrlText } from "~/primitives/url-state.ts";
import { useCommands } from "~/shell/palette-state.ts";
import { text } from "~/text/index.ts";
import { useCredentials, useCredentialUses } from "./credential-queries.ts";
import { CredentialTable } from "./credential-table.tsx";
import { NewCredentialDialog } from "./new-credential-dialog.tsx";

const words = text.credentials;
const STATUSES = ["ready", "needs_authorization", "failing"] as const;

export default function CredentialsPage() {
  const may = useMay();
  const navigate = useNavigate();
  const query = useCredentials();
  const uses = useCredentialUses();
  const [search, setSearch] = useUrlText("q");
  const [status, setStatus] = useUrlChoice("status", ["any", ...STATUSES]);
  const [isCreating, setCreating] = createSignal(false);
  const shown = createMemo(() => {
    const wanted = (search() ?? "").trim().toLowerCase();
    const all = query.data ?? [];
    return all.filter(
      (credential) =>
        (status() === "any" || credential.status === status()) &&
        `${credential.name} ${words.kinds[credential.kind]} ${credential.id}`.toLowerCase().includes(wanted),
    );
  });
  useCommands(() =>
    may("credentials:manage")
      ? [{ id: "new-credential", label: words.create, run: () => setCreating(true) }]
      : [],
  );
  const create = () => (
    <Show when={may("credentials:manage")}>
      <Button look="primary" onClick={() => setCreating(true)}>
        <Plus class="size-4" aria-hidden="true" />
        {words.create}
      </Button>
    </Show>
  );
  return (
    <Page title={words.title} description={words.description} actions={create()}>
      <SearchedList
        query={query}
        words={words}
        isEmpty={(all) => all.length === 0}
        create={create}
        search={search()}
        onSearch={setSearch}
        filters={
          <Select
            class="w-52"
            label={words.filter.label}
            labelHidden
            options={[
              { value: "any" as "any" | (typeof STATUSES)[number], label: words.filter.all },
              ...STATUSES.map((value) => ({ value, label: words.statuses[value] })),
            ]}
            value={status()}
            onChange={setStatus}
          />
        }
        hasMatches={shown().length > 0}
        onClear={() => {
          setSearch(null);
          setStatus("any");
        }}
      >
        <CredentialTable rows={shown()} uses={uses.data ?? null} />
      </SearchedList>
      <NewCredentialDialog
        open={isCreating()}
        onClose={() => setCreating(false)}
        onCreated={(id) => navigate(`/o/${organizationId()}/credentials/${id}`)}
      />
    </Page>
  );
}
