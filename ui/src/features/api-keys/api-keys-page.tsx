import { Plus } from "lucide-solid";
import { createMemo, createSignal, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { Button } from "~/components/button.tsx";
import { Card, Page } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { Segmented } from "~/components/segmented.tsx";
import { Empty } from "~/components/states.tsx";
import { Notice } from "~/features/connect/notice.tsx";
import { SearchBox } from "~/features/connect/search-box.tsx";
import { nowMs } from "~/primitives/clock.ts";
import { useUrlChoice, useUrlOpened, useUrlText } from "~/primitives/url-state.ts";
import { useCommands } from "~/shell/palette-state.ts";
import { text } from "~/text/index.ts";
import { type CreatedApiKey, useApiKeys } from "./api-key-queries.ts";
import { KeyActionDialogs, useKeyActions } from "./key-actions.tsx";
import { KeyDrawer } from "./key-drawer.tsx";
import { KeyOnce } from "./key-once.tsx";
import { isWorking, keyState } from "./key-state.ts";
import { KeyTable } from "./key-table.tsx";
import { MakeKeyDialog } from "./make-key-dialog.tsx";

const words = text.apiKeys;
const SHOWN = ["working", "all"] as const;

export default function ApiKeysPage() {
  const may = useMay();
  const query = useApiKeys();
  const [search, setSearch] = useUrlText("q");
  const [show, setShow] = useUrlChoice("show", SHOWN);
  const [openId, setOpenId] = useUrlOpened("key");
  const [isMaking, setMaking] = createSignal(false);
  const [created, setCreated] = createSignal<CreatedApiKey | null>(null);
  const keys = () => query.data ?? [];
  const actions = useKeyActions(keys);
  const shown = createMemo(() => {
    const wanted = (search() ?? "").trim().toLowerCase();
    return keys().filter(
      (key) =>
        (show() === "all" || isWorking(keyState(key, nowMs()))) &&
        `${key.name} ${key.hint} ${key.id} ${key.scopes.join(" ")}`.toLowerCase().includes(wanted),
    );
  });
  const open = () => keys().find(({ id }) => id === openId()) ?? null;
  const soon = () => keys().filter((key) => keyState(key, nowMs()) === "soon").length;
  useCommands(() =>
    may("keys:create") ? [{ id: "new-key", label: words.make, run: () => setMaking(true) }] : [],
  );
  const make = () => (
    <Show when={may("keys:create")}>
      <Button look="primary" onClick={() => setMaking(true)}>
        <Plus class="size-4" aria-hidden="true" />
        {words.make}
      </Button>
    </Show>
  );
  return (
    <Page title={words.title} description={words.description} actions={make()}>
      <QueryView
        query={query}
        permission={words.permission}
        isEmpty={(all) => all.length === 0}
        empty={
          <Card>
            <Empty title={words.none} action={make()}>
              {words.noneHint}
            </Empty>
          </Card>
        }
      >
        {() => (
          <>
            <Show when={soon() > 0}>
              <Notice tone="warn">{words.soonNote(soon())}</Notice>
            </Show>
            <Show when={openId() !== null && open() === null}>
              <Notice tone="warn">{words.missing}</Notice>
            </Show>
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
                options={SHOWN.map((value) => ({ value, label: words.filter[value] }))}
                value={show()}
                onChange={setShow}
              />
            </div>
            <Card flush>
              <Show
                when={shown().length > 0}
                fallback={
                  <Empty
                    title={words.noMatch}
                    action={
                      <Button
                        onClick={() => {
                          setSearch(null);
                          setShow("all");
                        }}
                      >
                        {words.filter.clear}
                      </Button>
                    }
                  >
                    {words.noMatchText}
                  </Empty>
                }
              >
                <KeyTable
                  keys={shown()}
                  actions={actions}
                  chosenId={openId()}
                  onOpen={({ id }) => setOpenId(id)}
                />
              </Show>
            </Card>
          </>
        )}
      </QueryView>
      <KeyDrawer apiKey={open()} actions={actions} onClose={() => setOpenId(null)} onOpen={setOpenId} />
      <MakeKeyDialog open={isMaking()} onClose={() => setMaking(false)} onMade={setCreated} />
      <KeyActionDialogs
        actions={actions}
        onRotated={(made) => {
          setOpenId(null);
          setCreated(made);
        }}
      />
      <KeyOnce created={created()} onClose={() => setCreated(null)} />
    </Page>
  );
}
