import { lazy, Match, Show, Suspense, Switch } from "solid-js";
import { useMay } from "~/api/account.ts";
import { Page } from "~/components/page.tsx";
import { LoadingRows } from "~/components/states.tsx";
import { Tabs } from "~/components/tabs.tsx";
import { UnsavedGuard } from "~/components/unsaved-guard.tsx";
import { useUrlTab } from "~/primitives/url-state.ts";
import { useCommands } from "~/shell/palette-state.ts";
import { text } from "~/text/index.ts";
import { BelowTab } from "./below-tab.tsx";
import type { GeneralForm } from "./general-form.ts";
import { GeneralTab } from "./general-tab.tsx";
import type { PolicyForm } from "./policy-form.ts";
import { PolicyTab } from "./policy-tab.tsx";
import { createTypedDraft } from "./settings-draft.ts";
import { UsageTab } from "./usage-tab.tsx";

const VariablesTab = lazy(() => import("./variables-tab.tsx"));

const words = text.settings;
const TABS = ["general", "usage", "policy", "variables", "below"] as const;
type TabName = (typeof TABS)[number];

export default function SettingsPage() {
  const may = useMay();
  const [tab, setTab] = useUrlTab("tab", TABS);
  // A tab that the address names is there from the start: what one may do is known only a moment later.
  const offered = () => TABS.filter((name) => name !== "below" || may("children:read") || tab() === "below");
  const drafts = { general: createTypedDraft<GeneralForm>(), policy: createTypedDraft<PolicyForm>() };
  const all = Object.values(drafts);
  const isUnsaved = (name: TabName) => (name === "general" || name === "policy") && drafts[name].isDirty();
  useCommands(() =>
    offered().map((name) => ({
      id: `settings-${name}`,
      label: `${words.title}: ${words.tabs[name]}`,
      run: () => setTab(name),
    })),
  );
  return (
    <Page title={words.title} description={words.description}>
      <Tabs
        label={words.tabs.label}
        tabs={offered().map((value) => ({
          value,
          label: words.tabs[value],
          badge: (
            <Show when={isUnsaved(value)}>
              <span class="size-1.5 rounded-full bg-accent" role="img" aria-label={words.unsaved} />
            </Show>
          ),
        }))}
        value={tab()}
        onChange={(value) => setTab(value as TabName)}
      >
        <Suspense fallback={<LoadingRows />}>
          <Switch>
            <Match when={tab() === "general"}>
              <GeneralTab draft={drafts.general} />
            </Match>
            <Match when={tab() === "usage"}>
              <UsageTab />
            </Match>
            <Match when={tab() === "policy"}>
              <PolicyTab draft={drafts.policy} />
            </Match>
            <Match when={tab() === "variables"}>
              <VariablesTab />
            </Match>
            <Match when={tab() === "below"}>
              <BelowTab />
            </Match>
          </Switch>
        </Suspense>
      </Tabs>
      <UnsavedGuard
        draft={{
          isDirty: () => all.some((draft) => draft.isDirty()),
          discard: () => {
            for (const draft of all) draft.discard();
          },
        }}
      />
    </Page>
  );
}
