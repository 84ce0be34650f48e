import { createEffect, createMemo, on, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { Page } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { NotAllowed } from "~/components/states.tsx";
import { Crumb } from "~/features/connect/crumb.tsx";
import { useUrlOpened, useUrlText } from "~/primitives/url-state.ts";
import { text } from "~/text/index.ts";
import { NewSourceForm } from "./new-source-form.tsx";
import { ProviderPicker } from "./provider-picker.tsx";
import { useConnectors } from "./source-queries.ts";

const words = text.sources;

export default function NewSourcePage() {
  const may = useMay();
  const connectors = useConnectors();
  const [search, setSearch] = useUrlText("q");
  const [provider, setProvider] = useUrlOpened("provider");
  const all = () => connectors.data?.items ?? [];
  const chosen = createMemo(() => all().find(({ id }) => id === provider()));
  createEffect(on(chosen, () => window.scrollTo({ top: 0 }), { defer: true }));
  return (
    <Page
      title={chosen()?.name ?? words.picker.title}
      description={chosen()?.description ?? words.picker.description}
      crumb={<Crumb path="/sources" label={words.back} />}
    >
      <Show when={may("sources:manage")} fallback={<NotAllowed permission="sources:manage" />}>
        <QueryView query={connectors} permission={words.permission}>
          {(list) => (
            <Show
              when={chosen()}
              keyed
              fallback={
                <ProviderPicker
                  connectors={list().items}
                  search={search() ?? ""}
                  onSearch={setSearch}
                  onChoose={setProvider}
                />
              }
            >
              {(connector) => <NewSourceForm connector={connector} onBack={() => setProvider(null)} />}
            </Show>
          )}
        </QueryView>
      </Show>
    </Page>
  );
}
