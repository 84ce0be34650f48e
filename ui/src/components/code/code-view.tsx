import { Show } from "solid-js";
import { CopyButton } from "../copy.tsx";
import { prettyJson } from "./pretty-json.ts";

/** Text as it went over the wire, to read and to copy. JSON is laid out. */
export function CodeView(props: {
  readonly label: string;
  readonly value: string;
  readonly maxHeightPx?: number;
  /** Said in place of the text when there is none. */
  readonly emptyText?: string;
  /** To the byte, and not laid out. */
  readonly raw?: boolean;
}) {
  const pretty = () => (props.raw === true ? props.value : prettyJson(props.value));
  return (
    <div class="group relative min-w-0">
      <Show
        when={props.value !== ""}
        fallback={<p class="py-2 text-sm text-faint">{props.emptyText ?? "–"}</p>}
      >
        {/* Focusable, so that the keyboard can scroll it. */}
        <pre
          tabindex="0"
          role="region"
          aria-label={props.label}
          class="overflow-auto rounded-md border border-line bg-sunken p-3 font-mono text-xs leading-relaxed break-all whitespace-pre-wrap text-ink"
          style={{ "max-height": `${props.maxHeightPx ?? 360}px` }}
        >
          {pretty()}
        </pre>
        <div class="absolute top-1.5 right-1.5 rounded-md bg-sunken">
          <CopyButton value={pretty()} />
        </div>
      </Show>
    </div>
  );
}
