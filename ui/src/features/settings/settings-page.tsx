import { lazy, Match, Suspense, Switch } from "solid-js";
import { useMay } from "~/api/account.ts";
import { Page } from "~/components/page.tsx";
import { LoadingRows } from "~/components/states.tsx";
import { Tabs } from "~/components/tabs.tsx";
import { useUrlTab } from "~/primitives/url-state.ts";
import { useCommands } from "~/shell/palette-state.ts";
import { text } from "~/text/index.ts";
import { BelowTab } from "./below-tab.tsx";
import { GeneralTab } from "./general-tab.tsx";
import { PolicyTab } from "./policy-tab.tsx";
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
        tabs={offered().map((value) => ({ value, label: words.tabs[value] }))}
        value={tab()}
        onChange={(value) => setTab(value as TabName)}
      >
        <Suspense fallback={<LoadingRows />}>
          <Switch>
            <Match when={tab() === "general"}>
              <GeneralTab />
            </Match>
            <Match when={tab() === "usage"}>
              <UsageTab />
            </Match>
            <Match when={tab() === "policy"}>
              <PolicyTab />
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
    </Page>
  );
}
