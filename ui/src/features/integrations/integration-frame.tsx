import type { JSX } from "solid-js";
import { createEffect, createMemo, on, Show, Suspense } from "solid-js";
import { Dynamic } from "solid-js/web";
import { useLacks, useMay } from "~/api/account.ts";
import { Card, Page } from "~/components/page.tsx";
import { LoadingRows, NotAllowed } from "~/components/states.tsx";
import { Tabs } from "~/components/tabs.tsx";
import { UnsavedGuard } from "~/components/unsaved-guard.tsx";
import { useUrlTab } from "~/primitives/url-state.ts";
import { text } from "~/text/index.ts";
import { ConflictNotice } from "./conflict-notice.tsx";
import { CreatedNotice } from "./created-notice.tsx";
import { DraftContext } from "./draft-context.ts";
import { FrameActions } from "./frame-actions.tsx";
import { FrameStatus } from "./frame-status.tsx";
import { INTEGRATION_TABS, type IntegrationTab } from "./integration-tabs.tsx";
import type { Versioned } from "./read-integration.ts";
import { SaveBar } from "./save-bar.tsx";
import { createIntegrationDraft } from "./use-integration-draft.tsx";

const FIRST = INTEGRATION_TABS[0] as IntegrationTab;
const VALUES: [string, ...string[]] = [FIRST.value, ...INTEGRATION_TABS.slice(1).map(({ value }) => value)];

/** An integration with all its sides: one draft, one bar that saves, one guard. */
export function IntegrationFrame(props: { readonly loaded: Versioned; readonly crumb: JSX.Element }) {
  const may = useMay();
  const draft = createIntegrationDraft(() => props.loaded);
  const [tab, setTab] = useUrlTab("tab", VALUES);
  const lacks = useLacks();
  // One that the address names is there, also for whoever may not use it: it says what it takes.
  const offered = createMemo(() =>
    INTEGRATION_TABS.filter(
      ({ value, permission }) => permission === undefined || may(permission) || value === tab(),
    ),
  );
  const chosen = createMemo(() => offered().find(({ value }) => value === tab()) ?? FIRST);
  const marked = createMemo(() =>
    offered().map(({ value, label, members }) => ({
      value,
      label,
      // Made where it is shown, once: a list of tabs that is new with every key would be drawn anew with every key.
      get badge() {
        return (
          <Show when={members.length > 0 && draft.isDirty(...members)}>
            <Dot />
          </Show>
        );
      },
    })),
  );
  const place = {
    draft,
    tab: () => chosen().value,
    member: () => chosen().members[0] ?? "",
    unread: new Map<string, string>(),
    shown: new Set<string>(),
  };
  createEffect(on(draft.revision, () => place.unread.clear(), { defer: true }));
  const showMember = (member: string) =>
    setTab(INTEGRATION_TABS.find(({ members }) => members.some((one) => one === member))?.value ?? "json");
  const isEditor = () => chosen().members.length > 0 || chosen().value === "json";
  return (
    <Page
      title={draft.record().name}
      crumb={props.crumb}
      description={<FrameStatus draft={draft} />}
      actions={<FrameActions draft={draft} onTest={() => setTab("test")} />}
    >
      <CreatedNotice integrationId={draft.id} onTest={() => setTab("test")} />
      <ConflictNotice draft={draft} />
      <Tabs label={text.integrations.tabs.label} tabs={marked()} value={chosen().value} onChange={setTab}>
        <Show
          when={!lacks(chosen().permission)}
          fallback={<Refused permission={chosen().permission ?? ""} />}
        >
          <Show when={isEditor() && lacks("integrations:update")}>
            <p class="mb-4 text-sm text-soft">{text.integrations.readOnly}</p>
          </Show>
          <DraftContext.Provider value={place}>
            <Suspense fallback={<LoadingRows />}>
              <Dynamic component={chosen().panel} draft={draft} />
            </Suspense>
          </DraftContext.Provider>
        </Show>
      </Tabs>
      <SaveBar draft={draft} onShow={showMember} />
      <UnsavedGuard draft={draft} />
    </Page>
  );
}

function Refused(props: { readonly permission: string }) {
  return (
    <Card>
      <NotAllowed permission={props.permission} />
    </Card>
  );
}

function Dot() {
  return (
    <span class="size-1.5 rounded-full bg-accent" role="img" aria-label={text.integrations.draft.dirtyTab} />
  );
}
