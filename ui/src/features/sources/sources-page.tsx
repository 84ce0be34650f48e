import { A, useNavigate } from "@solidjs/router";
import { Plus } from "lucide-solid";
import { createEffect, createMemo, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { answer, api, inOrganization, organizationId } from "~/api/client.ts";
import { buttonClass } from "~/components/button.tsx";
import { Page } from "~/components/page.tsx";
import { SearchedList } from "~/features/connect/searched-list.tsx";
import { usePages } from "~/features/connect/use-pages.ts";
import { useUrlText } from "~/primitives/url-state.ts";
import { useCommands } from "~/shell/palette-state.ts";
import { text } from "~/text/index.ts";
import { type ListedSource, useConnectors } from "./source-queries.ts";
import { SourceTable } from "./source-table.tsx";

const words = text.sources;

export default function SourcesPage() {
  const may = useMay();
  const navigate = useNavigate();
  const [search, setSearch] = useUrlText("q");
  const connectors = useConnectors();
  const sources = usePages<ListedSource>(() => ({
    queryKey: inOrganization("sources"),
    fetchPage: (cursor, signal) =>
      answer(
        api.GET("/api/v1/sources", {
          params: { query: { limit: 200, ...(cursor === undefined ? {} : { cursor }) } },
          signal,
        }),
      ),
    refetchInterval: 10_000,
  }));
  const names = createMemo(
    () => new Map((connectors.data?.items ?? []).map(({ id, name }) => [id, name] as const)),
  );
  const providerName = (id: string) => names().get(id) ?? id;
  const shown = createMemo(() => {
    const wanted = (search() ?? "").trim().toLowerCase();
    if (wanted === "") return sources.rows();
    return sources
      .rows()
      .filter(({ id, name, provider }) =>
        `${id} ${name} ${provider} ${providerName(provider)}`.toLowerCase().includes(wanted),
      );
  });
  // A search looks through all of them, so all of them have to be here.
  createEffect(() => {
    if (search() !== null && sources.hasMore() && !sources.isFetchingMore()) sources.more();
  });
  const newPath = () => `/o/${organizationId()}/sources/new`;
  useCommands(() =>
    may("sources:manage") ? [{ id: "new-source", label: words.create, run: () => navigate(newPath()) }] : [],
  );
  const create = () => (
    <Show when={may("sources:manage")}>
      <A href={newPath()} class={buttonClass("primary")}>
        <Plus class="size-4" aria-hidden="true" />
        {words.create}
      </A>
    </Show>
  );
  return (
    <Page title={words.title} description={words.description} actions={create()}>
      <SearchedList
        query={sources.query}
        words={words}
        isEmpty={() => sources.rows().length === 0}
        create={create}
        search={search()}
        onSearch={setSearch}
        hasMatches={shown().length > 0}
        onClear={() => setSearch(null)}
      >
        <SourceTable rows={shown()} providerName={providerName} onEndNear={sources.more} />
      </SearchedList>
    </Page>
  );
}
