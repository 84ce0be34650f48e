import { Show } from "solid-js";
import { Segmented } from "~/components/segmented.tsx";
import { text } from "~/text/index.ts";
import { LinesInput } from "./lines-input.tsx";

interface AllOrTheseProps {
  readonly label: string;
  readonly hint: string;
  /** Null: all of them. */
  readonly values: readonly string[] | null;
  readonly onChange: (values: string[] | null) => void;
  readonly errors: readonly { readonly pointer: string; readonly message: string }[];
  readonly disabled: boolean;
}

/** Everything, or a list of what. */
export function AllOrThese(props: AllOrTheseProps) {
  const words = text.proxy.names;
  return (
    <div class="flex flex-col gap-2">
      <Segmented
        label={props.label}
        captioned
        value={props.values === null ? "all" : "these"}
        options={[
          { value: "all", label: words.all },
          { value: "these", label: words.these },
        ]}
        onChange={(chosen) => props.onChange(chosen === "all" ? null : [])}
        disabled={props.disabled}
      />
      <Show when={props.values} fallback={<p class="text-xs text-faint">{props.hint}</p>}>
        {(values) => (
          <LinesInput
            label={words.listOf(props.label)}
            labelHidden
            hint={words.onePerLine}
            values={values()}
            onChange={props.onChange}
            errors={props.errors}
            disabled={props.disabled}
          />
        )}
      </Show>
    </div>
  );
}
