import { Variable } from "lucide-solid";
import { createSignal, lazy, Show, Suspense } from "solid-js";
import { useMay } from "~/api/account.ts";
import { Button } from "~/components/button.tsx";
import { Segmented } from "~/components/segmented.tsx";
import { Empty, LoadingRows } from "~/components/states.tsx";
import type { IntegrationTabProps } from "~/features/integrations/use-integration-draft.tsx";
import { text } from "~/text/index.ts";
import { FIRST_SETTINGS, type GraphqlSettings } from "./graphql/graphql-settings.ts";
import { perDraft } from "./per-draft.ts";
import { VariablesDrawer } from "./variables/variables-drawer.tsx";

const GraphqlPanel = lazy(() => import("./graphql/graphql-panel.tsx"));

const PROTOCOLS = ["HTTP", "GRAPHQL"] as const;

/** What was written before somebody looked how it is without. */
const lastSettings = perDraft((): { settings: GraphqlSettings | null } => ({ settings: null }));

export default function GraphqlTab(props: IntegrationTabProps) {
  const words = text.editors.graphql;
  const may = useMay();
  const [variablesOpen, setVariablesOpen] = createSignal(false);
  const settings = () => props.draft.value().graphql;
  const speak = (protocol: (typeof PROTOCOLS)[number]) => {
    const kept = lastSettings(props.draft);
    const now = settings();
    if (now !== null) kept.settings = now;
    if (protocol === "HTTP") return props.draft.set({ protocol, graphql: null });
    // GraphQL goes by POST, with a body of its own.
    const graphql = kept.settings ?? props.draft.record().graphql ?? FIRST_SETTINGS;
    props.draft.set({ protocol, graphql, method: "POST", bodyFormat: "payload" });
  };
  return (
    <div class="flex min-w-0 flex-col gap-4">
      <div class="flex flex-wrap items-center justify-between gap-3">
        <div class="flex min-w-0 flex-wrap items-center gap-3">
          <Show when={props.draft.mayEdit()}>
            <Segmented
              label={words.protocol}
              options={PROTOCOLS.map((value) => ({ value, label: words.protocols[value] }))}
              value={settings() === null ? "HTTP" : "GRAPHQL"}
              onChange={speak}
            />
          </Show>
          <p class="text-sm text-soft">{settings() === null ? words.isHttp : words.isGraphql}</p>
        </div>
        <Show when={may("organization:read") && settings() !== null}>
          <Button onClick={() => setVariablesOpen(true)}>
            <Variable class="size-4" aria-hidden="true" />
            {text.editors.variables.open}
          </Button>
        </Show>
      </div>
      <Suspense fallback={<LoadingRows />}>
        <Show
          when={settings()}
          fallback={
            <Empty
              title={words.emptyTitle}
              action={
                <Show when={props.draft.mayEdit()}>
                  <Button onClick={() => speak("GRAPHQL")}>{words.begin}</Button>
                </Show>
              }
            >
              {words.empty}
            </Empty>
          }
        >
          {(graphql) => <GraphqlPanel draft={props.draft} settings={graphql()} />}
        </Show>
      </Suspense>
      <VariablesDrawer open={variablesOpen()} onClose={() => setVariablesOpen(false)} />
    </div>
  );
}
