import { Variable } from "lucide-solid";
import { createSignal, lazy, Match, Show, Suspense, Switch } from "solid-js";
import { useMay } from "~/api/account.ts";
import { Button } from "~/components/button.tsx";
import { Segmented } from "~/components/segmented.tsx";
import { Empty, LoadingRows } from "~/components/states.tsx";
import type { IntegrationTabProps } from "~/features/integrations/use-integration-draft.tsx";
import { text } from "~/text/index.ts";
import { useNames } from "./names/use-names.ts";
import { perDraft } from "./per-draft.ts";
import { useSample } from "./sample/use-sample.ts";
import { STARTER } from "./script/examples.ts";
import { VariablesDrawer } from "./variables/variables-drawer.tsx";

const MappingPanel = lazy(() => import("./mapping/mapping-panel.tsx"));
const ScriptPanel = lazy(() => import("./script/script-panel.tsx"));

const KINDS = ["none", "simple", "script"] as const;
type Kind = (typeof KINDS)[number];
type Transform = NonNullable<ReturnType<IntegrationTabProps["draft"]["value"]>["transform"]>;

/** What was written in the kinds that are not chosen: trying a script must not cost the mapping. */
const otherKinds = perDraft(() => new Map<Kind, Transform>());

/** What becomes of the payload on its way: nothing, a mapping, or a script. */
export default function TransformTab(props: IntegrationTabProps) {
  const words = text.editors.transform;
  const may = useMay();
  const sample = useSample(props.draft);
  const names = useNames(sample.payload);
  const [variablesOpen, setVariablesOpen] = createSignal(false);
  const [isNew, setNew] = createSignal(false);
  const transform = () => props.draft.value().transform;
  const kind = (): Kind => transform()?.kind ?? "none";
  const set = (next: Transform | null) => props.draft.set({ transform: next });
  const choose = (next: Kind) => {
    const kept = otherKinds(props.draft);
    const now = transform();
    if (now !== null) kept.set(now.kind, now);
    if (next === "none") set(null);
    else set(kept.get(next) ?? begin(next));
  };
  const as = <Of extends Transform["kind"]>(wanted: Of) => {
    const now = transform();
    return now?.kind === wanted ? (now as Extract<Transform, { kind: Of }>) : false;
  };
  const variables = () => (
    <Show when={may("organization:read")}>
      <Button onClick={() => setVariablesOpen(true)}>
        <Variable class="size-4" aria-hidden="true" />
        {text.editors.variables.open}
      </Button>
    </Show>
  );
  return (
    <div class="flex min-w-0 flex-col gap-4">
      <div class="flex flex-wrap items-center justify-between gap-3">
        <div class="flex min-w-0 flex-wrap items-center gap-3">
          <Show when={props.draft.mayEdit()}>
            <Segmented
              label={words.kind}
              options={KINDS.map((value) => ({ value, label: words.kinds[value] }))}
              value={kind()}
              onChange={choose}
            />
          </Show>
          <p class="text-sm text-soft">{words.kindNotes[kind()]}</p>
        </div>
        {variables()}
      </div>
      <Suspense fallback={<LoadingRows />}>
        <Switch>
          <Match when={as("simple")}>
            {(simple) => (
              <MappingPanel
                draft={props.draft}
                transform={simple()}
                onChange={set}
                sample={sample}
                names={names()}
                actions={null}
              />
            )}
          </Match>
          <Match when={as("script")}>
            {(script) => (
              <ScriptPanel
                draft={props.draft}
                source={script().source}
                onChange={(source) => set({ kind: "script", source })}
                sample={sample}
                names={names()}
                isNew={isNew()}
              />
            )}
          </Match>
          <Match when={kind() === "none"}>
            <Empty
              title={words.noneTitle}
              action={
                <Show when={props.draft.mayEdit()}>
                  <div class="flex gap-2">
                    <Button onClick={() => choose("simple")}>{words.beginMapping}</Button>
                    <Button
                      onClick={() => {
                        setNew(true);
                        choose("script");
                      }}
                    >
                      {words.beginScript}
                    </Button>
                  </div>
                </Show>
              }
            >
              {words.none}
            </Empty>
          </Match>
        </Switch>
      </Suspense>
      <VariablesDrawer open={variablesOpen()} onClose={() => setVariablesOpen(false)} />
    </div>
  );
}

function begin(kind: Exclude<Kind, "none">): Transform {
  return kind === "simple" ? { kind, mapping: {} } : { kind, source: STARTER };
}
