import { useNavigate, useParams } from "@solidjs/router";
import { Archive } from "lucide-solid";
import { createEffect, createMemo, createSignal, Match, on, Show, Switch } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import { useMay } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { Badge } from "~/components/badge.tsx";
import { Button } from "~/components/button.tsx";
import { Page } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { Tabs } from "~/components/tabs.tsx";
import { UnsavedGuard } from "~/components/unsaved-guard.tsx";
import { Crumb } from "~/features/connect/crumb.tsx";
import { useUrlTab } from "~/primitives/url-state.ts";
import { useCommands } from "~/shell/palette-state.ts";
import { text } from "~/text/index.ts";
import { ArchiveEventType } from "./archive-event-type.tsx";
import { DefinitionTab } from "./definition-tab.tsx";
import { useEventType } from "./event-type-queries.ts";
import { SendTab } from "./send-tab.tsx";
import { SubscribersTab } from "./subscribers-tab.tsx";
import { OriginBadge } from "./type-badges.tsx";
import { isChanged, type TypeDraft, typeDraft } from "./type-draft.ts";
import { useSubscriptions } from "./use-subscriptions.ts";
import { ValidationTab } from "./validation-tab.tsx";

const words = text.eventTypes;
const EMPTY: TypeDraft = { description: "", schema: "", example: "", mode: "OFF" };

export default function EventTypePage() {
  const params = useParams();
  const navigate = useNavigate();
  const may = useMay();
  const name = () => decodeURIComponent(params.name ?? "");
  const query = useEventType(name);
  const [tab, setTab] = useUrlTab("tab", ["definition", "send", "subscribers", "validation"]);
  const [isArchiving, setArchiving] = createSignal(false);
  const type = createMemo(() => query.data);
  const subscriptions = useSubscriptions(name);
  // The draft belongs to the page: the report asks by the schema as it is being written.
  const [draft, setDraft] = createStore<TypeDraft>(EMPTY);
  const load = () => {
    const here = type();
    if (here !== undefined) setDraft(reconcile(typeDraft(here)));
  };
  createEffect(
    on(type, (now, before) => {
      const isDirty = before !== undefined && before.name === now?.name && isChanged(before, draft);
      // Asked for again in the background, it must not take away what somebody is writing.
      if (!isDirty) load();
    }),
  );
  const isOwn = () => type()?.source === "own" && type()?.archived === false;
  useCommands([
    { id: "send-this", label: words.tabs.send, hint: params.name ?? "", run: () => setTab("send") },
  ]);
  return (
    <Page
      title={name()}
      crumb={<Crumb path="/event-types" label={words.back} />}
      description={
        <Show when={type()}>
          {(here) => (
            <span class="flex flex-wrap items-center gap-2">
              <OriginBadge type={here()} />
              <span>{here().description || words.definition.none}</span>
            </span>
          )}
        </Show>
      }
      actions={
        <Show when={isOwn() && may("catalogue:manage")}>
          <Button onClick={() => setArchiving(true)}>
            <Archive class="size-4" aria-hidden="true" />
            {words.archive.action}
          </Button>
        </Show>
      }
    >
      <QueryView framed query={query} permission={words.permission}>
        {(here) => (
          <>
            <Tabs
              label={words.tabs.label}
              value={tab()}
              onChange={(value) => setTab(value as "definition")}
              tabs={[
                { value: "definition", label: words.tabs.definition },
                { value: "send", label: words.tabs.send },
                {
                  value: "subscribers",
                  label: words.tabs.subscribers,
                  badge: (
                    <Show when={subscriptions.data !== undefined}>
                      <Badge>{subscriptions.data?.length ?? 0}</Badge>
                    </Show>
                  ),
                },
                { value: "validation", label: words.tabs.validation },
              ]}
            >
              <Switch>
                <Match when={tab() === "definition"}>
                  <DefinitionTab
                    type={here()}
                    draft={draft}
                    onChange={(members) => setDraft(members)}
                    onReset={load}
                  />
                </Match>
                <Match when={tab() === "send"}>
                  <SendTab type={here()} subscriptions={subscriptions} />
                </Match>
                <Match when={tab() === "subscribers"}>
                  <SubscribersTab query={subscriptions} />
                </Match>
                <Match when={tab() === "validation"}>
                  <ValidationTab type={here()} draft={draft} />
                </Match>
              </Switch>
            </Tabs>
            <UnsavedGuard draft={{ isDirty: () => isChanged(here(), draft), discard: load }} />
            <ArchiveEventType
              type={here()}
              open={isArchiving()}
              onClose={() => setArchiving(false)}
              onArchived={() => {
                load();
                navigate(`/o/${organizationId()}/event-types`);
              }}
            />
          </>
        )}
      </QueryView>
    </Page>
  );
}
