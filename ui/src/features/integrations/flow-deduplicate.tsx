import { Show } from "solid-js";
import { text } from "~/text/index.ts";
import { DurationInput } from "./duration-input.tsx";
import { FlowSection } from "./flow-section.tsx";
import { PathsInput } from "./paths-input.tsx";
import type { Flow, FlowForm } from "./use-flow-form.ts";

type Deduplicate = NonNullable<Flow["deduplicate"]>;

const START: Deduplicate = { windowMs: 3_600_000, include: [], exclude: [] };

/** The same thing said twice is delivered once. */
export function DeduplicateSection(props: { readonly form: FlowForm }) {
  const words = text.integrations.flow.deduplicate;
  const { flow, set, errorAt, errorsUnder, off } = props.form;
  const change = (part: Partial<Deduplicate>) =>
    set({ deduplicate: { ...(flow().deduplicate ?? START), ...part } });
  return (
    <FlowSection
      form={props.form}
      title={words.title}
      hint={words.hint}
      on={flow().deduplicate !== null}
      onToggle={(on) => set({ deduplicate: on ? START : null })}
      pointer="/deduplicate"
    >
      <Show when={flow().deduplicate}>
        {(deduplicate) => (
          <div class="flex flex-col gap-3">
            <DurationInput
              label={words.window}
              section={words.title}
              value={deduplicate().windowMs}
              onChange={(windowMs) => change({ windowMs })}
              error={errorAt("/deduplicate/windowMs")}
              disabled={off()}
            />
            <PathsInput
              label={words.include}
              hint={words.includeHint}
              value={deduplicate().include}
              onChange={(include) => change({ include })}
              error={errorsUnder("/deduplicate/include")[0]?.message}
              disabled={off()}
            />
            <PathsInput
              label={words.exclude}
              hint={words.excludeHint}
              value={deduplicate().exclude}
              onChange={(exclude) => change({ exclude })}
              error={errorsUnder("/deduplicate/exclude")[0]?.message}
              disabled={off()}
            />
          </div>
        )}
      </Show>
    </FlowSection>
  );
}
