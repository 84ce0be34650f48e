import { type JSX, Show } from "solid-js";
import { Switch } from "~/components/toggle.tsx";
import type { FlowForm } from "./use-flow-form.ts";

interface FlowSectionProps {
  readonly form: Pick<FlowForm, "errorAt" | "off">;
  readonly title: string;
  readonly hint: string;
  readonly on: boolean;
  readonly onToggle: (on: boolean) => void;
  readonly children?: JSX.Element;
  /** What is refused of the section as a whole is shown here. */
  readonly pointer?: string;
}

/** One thing that can be switched on, in plain words; its fields appear when it is. */
export function FlowSection(props: FlowSectionProps) {
  const error = () => (props.pointer === undefined ? undefined : props.form.errorAt(props.pointer));
  return (
    <section
      class="min-w-0 rounded-xl border border-line bg-surface p-4 shadow-card"
      aria-label={props.title}
    >
      <Switch
        label={props.title}
        hint={props.hint}
        checked={props.on}
        onChange={props.onToggle}
        disabled={props.form.off()}
      />
      <Show when={error()}>
        {(message) => (
          <p class="mt-2 text-xs text-bad" role="alert">
            {message()}
          </p>
        )}
      </Show>
      <Show when={props.on && props.children !== undefined}>
        <div class="mt-3 border-t pt-3">{props.children}</div>
      </Show>
    </section>
  );
}
