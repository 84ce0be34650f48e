import { Plus } from "lucide-solid";
import { Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { Button } from "~/components/button.tsx";
import { Page } from "~/components/page.tsx";
import { NotAllowed } from "~/components/states.tsx";
import { Tabs } from "~/components/tabs.tsx";
import { useUrlOpened, useUrlTab } from "~/primitives/url-state.ts";
import { text } from "~/text/index.ts";
import { AlertList } from "./alert-list.tsx";
import { NoticesTab } from "./notices-tab.tsx";
import { NEW_RULE_ID, RuleDialog } from "./rule-dialog.tsx";
import { RuleList } from "./rule-list.tsx";
import { useRules } from "./use-alerts.ts";

const words = text.alerts;
const TABS = ["alerts", "rules", "notices"] as const;

/** What is wrong, what is looked for, and who hears of it. */
export default function AlertsPage() {
  const may = useMay();
  const [tab, setTab] = useUrlTab("tab", TABS);
  const [edited, setEdited] = useUrlOpened("rule");
  const rules = useRules();
  // All of them, whatever one may: a tab that is not there yet when the address names it would lose the address.
  const tabs = TABS.map((value) => ({ value, label: words.tabs[value] }));
  return (
    <Page
      title={words.title}
      description={words.description}
      actions={
        <Show when={may("alerts:manage")}>
          <Button look="primary" onClick={() => setEdited(NEW_RULE_ID)}>
            <Plus class="size-4" aria-hidden="true" />
            {words.rules.make}
          </Button>
        </Show>
      }
    >
      <Tabs
        label={words.tabs.label}
        tabs={tabs}
        value={tab()}
        onChange={(value) => setTab(value as (typeof TABS)[number])}
      >
        <Show when={tab() === "alerts"}>
          <Show when={may("integrations:read")} fallback={<NotAllowed permission="integrations:read" />}>
            <AlertList rules={rules.data?.items ?? null} onMakeRule={() => setEdited(NEW_RULE_ID)} />
          </Show>
        </Show>
        <Show when={tab() === "rules"}>
          <Show when={may("integrations:read")} fallback={<NotAllowed permission="integrations:read" />}>
            <RuleList query={rules} onEdit={setEdited} />
          </Show>
        </Show>
        <Show when={tab() === "notices"}>
          <NoticesTab />
        </Show>
      </Tabs>
      <Show when={may("alerts:manage")}>
        <RuleDialog id={edited()} rules={rules.data?.items ?? []} onClose={() => setEdited(null)} />
      </Show>
    </Page>
  );
}
