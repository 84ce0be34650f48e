import { useNavigate, useParams } from "@solidjs/router";
import { ChevronDown, Power, Trash2 } from "lucide-solid";
import { createMemo, createSignal, Match, Show, Switch } from "solid-js";
import { useMay } from "~/api/account.ts";
import { answer, api, organizationId } from "~/api/client.ts";
import { Badge } from "~/components/badge.tsx";
import { buttonClass } from "~/components/button.tsx";
import { Menu, MenuItem } from "~/components/menu.tsx";
import { Page } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { Tabs } from "~/components/tabs.tsx";
import { toast, toastProblem } from "~/components/toast.tsx";
import { UnsavedGuard } from "~/components/unsaved-guard.tsx";
import { Crumb } from "~/features/connect/crumb.tsx";
import { count } from "~/primitives/numbers.ts";
import { useUrlTab } from "~/primitives/url-state.ts";
import { useCommands } from "~/shell/palette-state.ts";
import { text } from "~/text/index.ts";
import { DeleteSource } from "./delete-source.tsx";
import { OverviewTab } from "./overview-tab.tsx";
import { RejectedTab } from "./rejected-tab.tsx";
import { SecretsTab } from "./secrets-tab.tsx";
import { SettingsTab } from "./settings-tab.tsx";
import { useConnectors, useSource, useSourcesChanged } from "./source-queries.ts";
import { SourceState } from "./source-state.tsx";
import { useSeenFirstEvent } from "./use-first-event.ts";
import type { KeptDraft } from "./use-source-draft.ts";

const words = text.sources;
/** While nothing has come yet somebody is looking at the page and waiting for it. */
const WAITING_MS = 2_000;
const CALM_MS = 10_000;

export default function SourcePage() {
  const params = useParams();
  const navigate = useNavigate();
  const may = useMay();
  const changed = useSourcesChanged();
  const connectors = useConnectors();
  const [tab, setTab] = useUrlTab("tab", ["overview", "rejected", "secrets", "settings"]);
  const [isDeleting, setDeleting] = createSignal(false);
  // What is typed into the settings outlives a look at another tab.
  const [unsaved, setUnsaved] = createSignal<KeptDraft | null>(null);
  const [isWaiting, setWaiting] = createSignal(true);
  const query = useSource(
    () => params.id ?? "",
    () => (isWaiting() ? WAITING_MS : CALM_MS),
  );
  const source = createMemo(() => {
    const found = query.data;
    setWaiting(found !== undefined && found.activity.firstEventAt === null);
    return found;
  });
  const seen = useSeenFirstEvent(() => params.id ?? "");
  const connector = () => connectors.data?.items.find(({ id }) => id === source()?.provider);

  const setEnabled = async (enabled: boolean, isUndo = false): Promise<void> => {
    const here = source();
    if (here === undefined) return;
    try {
      await answer(
        api.PATCH("/api/v1/sources/{id}", { params: { path: { id: here.id } }, body: { enabled } }),
      );
      await changed();
      toast({
        title: enabled ? words.switchedOn(here.name) : words.switchedOff(here.name),
        action: isUndo
          ? undefined
          : { label: text.shell.actions.undo, run: () => void setEnabled(!enabled, true) },
      });
    } catch (error) {
      toastProblem(error);
    }
  };
  useCommands([
    { id: "source-rejected", label: words.tabs.rejected, run: () => setTab("rejected") },
    { id: "source-secrets", label: words.tabs.secrets, run: () => setTab("secrets") },
    { id: "source-settings", label: words.tabs.settings, run: () => setTab("settings") },
  ]);

  return (
    <Page
      title={source()?.name ?? words.title}
      crumb={<Crumb path="/sources" label={words.back} />}
      description={
        <Show when={source()}>
          {(here) => (
            <span class="flex flex-wrap items-center gap-2">
              <SourceState source={here()} hasReceived={seen()} />
              <span>{connector()?.name ?? here().provider}</span>
            </span>
          )}
        </Show>
      }
      actions={
        <Show when={source() !== undefined && may("sources:manage")}>
          <Menu
            label={words.more}
            triggerClass={buttonClass()}
            trigger={
              <>
                {text.shell.actions.more}
                <ChevronDown class="size-3.5 text-faint" aria-hidden="true" />
              </>
            }
          >
            <MenuItem onSelect={() => void setEnabled(source()?.enabled !== true)}>
              <Power class="size-4" aria-hidden="true" />
              {source()?.enabled === true ? words.turnOff : words.turnOn}
            </MenuItem>
            <MenuItem danger onSelect={() => setDeleting(true)}>
              <Trash2 class="size-4" aria-hidden="true" />
              {words.remove.action}
            </MenuItem>
          </Menu>
        </Show>
      }
    >
      <QueryView framed query={query} permission={words.permission}>
        {(here) => (
          <>
            <Tabs
              label={words.tabs.label}
              value={tab()}
              onChange={(value) => setTab(value as "overview")}
              tabs={[
                { value: "overview", label: words.tabs.overview },
                {
                  value: "rejected",
                  label: words.tabs.rejected,
                  badge: (
                    <Show when={here().activity.rejectedToday > 0}>
                      <Badge tone="bad">{words.rejectedToday(count(here().activity.rejectedToday))}</Badge>
                    </Show>
                  ),
                },
                { value: "secrets", label: words.tabs.secrets },
                {
                  value: "settings",
                  label: words.tabs.settings,
                  badge: (
                    <Show when={unsaved() !== null}>
                      <span
                        class="size-1.5 rounded-full bg-accent"
                        role="img"
                        aria-label={words.settings.unsaved}
                      />
                    </Show>
                  ),
                },
              ]}
            >
              <Switch>
                <Match when={tab() === "overview"}>
                  <OverviewTab
                    source={here()}
                    connector={connector()}
                    onTab={setTab}
                    onSwitchOn={() => void setEnabled(true, true)}
                  />
                </Match>
                <Match when={tab() === "rejected"}>
                  <RejectedTab sourceId={here().id} />
                </Match>
                <Match when={tab() === "secrets"}>
                  <SecretsTab source={here()} connector={connector()} />
                </Match>
                <Match when={tab() === "settings" && connector()}>
                  {(known) => (
                    <SettingsTab source={here()} connector={known()} kept={unsaved()} onKeep={setUnsaved} />
                  )}
                </Match>
              </Switch>
            </Tabs>
            <UnsavedGuard draft={{ isDirty: () => unsaved() !== null, discard: () => setUnsaved(null) }} />
            <DeleteSource
              source={here()}
              open={isDeleting()}
              onClose={() => setDeleting(false)}
              onDeleted={() => {
                setUnsaved(null);
                navigate(`/o/${organizationId()}/sources`);
              }}
            />
          </>
        )}
      </QueryView>
    </Page>
  );
}
