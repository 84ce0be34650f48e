import { Match, Show, Switch } from "solid-js";
import { CodeEditor } from "~/components/code/code-editor.tsx";
import { Card } from "~/components/page.tsx";
import { Segmented } from "~/components/segmented.tsx";
import { text } from "~/text/index.ts";
import { MappingEditor } from "../editors/mapping/mapping-editor.tsx";
import { completeScript } from "../editors/names/complete-names.ts";
import { useNames } from "../editors/names/use-names.ts";
import type { ProxyDraft, ProxyForm } from "./use-proxy-form.ts";

type Side = "request" | "response";
type BodyTransform = NonNullable<ProxyDraft["transformRequest"]>;

const MEMBERS = { request: "transformRequest", response: "transformResponse" } as const;
const KINDS = ["none", "simple", "script"] as const;
type Kind = (typeof KINDS)[number];

const SCRIPT = `function transform(payload, context) {
  return payload;
}
`;

/** What becomes of a JSON body on its way: of the caller's, or of the upstream's. */
export default function BodyCard(props: { readonly form: ProxyForm; readonly side: Side }) {
  const words = text.proxy.body;
  const { draft, proxy, set, off } = props.form;
  const member = () => MEMBERS[props.side];
  const transform = () => proxy()[member()];
  const kind = (): Kind => transform()?.kind ?? "none";
  const put = (next: BodyTransform | null) => set({ [member()]: next });
  // Trying a script must not cost the mapping.
  const others = new Map<Kind, BodyTransform>();
  const choose = (next: Kind) => {
    const now = transform();
    if (now !== null) others.set(now.kind, now);
    if (next === "none") put(null);
    else
      put(
        others.get(next) ??
          (next === "simple" ? { kind: next, mapping: {} } : { kind: next, source: SCRIPT }),
      );
  };
  const as = <Of extends BodyTransform["kind"]>(wanted: Of) => {
    const now = transform();
    return now?.kind === wanted ? (now as Extract<BodyTransform, { kind: Of }>) : false;
  };
  const organizationNames = useNames(() => undefined);
  const names = () => ({ ...organizationNames(), call: props.side });
  const pointer = () => `/proxy/${member()}`;
  const scriptErrors = () => draft.errorsUnder(pointer()).map(({ message }) => message);
  return (
    <Card
      title={words.titles[props.side]}
      actions={
        <Segmented
          label={words.kindOf(words.titles[props.side])}
          options={KINDS.map((value) => ({ value, label: words.kinds[value] }))}
          value={kind()}
          onChange={choose}
          disabled={off()}
        />
      }
    >
      <div class="flex min-w-0 flex-col gap-3">
        <p class="text-sm text-soft">{words.notes[props.side]}</p>
        <Switch>
          <Match when={as("simple")}>
            {(simple) => (
              <MappingEditor
                draft={draft}
                pointer={`${pointer()}/mapping`}
                mapping={simple().mapping}
                onChange={(mapping) => put({ kind: "simple", mapping })}
                names={names()}
                picker={null}
                failed={null}
              />
            )}
          </Match>
          <Match when={as("script")}>
            {(script) => (
              <div class="flex flex-col gap-1">
                <CodeEditor
                  label={words.script(words.titles[props.side])}
                  language="javascript"
                  value={script().source}
                  onChange={(source) => put({ kind: "script", source })}
                  readOnly={off()}
                  complete={completeScript(names)}
                  minHeightPx={200}
                  maxHeightPx={480}
                />
                <Show
                  when={scriptErrors().length > 0}
                  fallback={<p class="text-xs text-faint">{words.scriptHint}</p>}
                >
                  <p class="text-xs text-bad" role="alert">
                    {scriptErrors().join(" ")}
                  </p>
                </Show>
              </div>
            )}
          </Match>
        </Switch>
      </div>
    </Card>
  );
}
