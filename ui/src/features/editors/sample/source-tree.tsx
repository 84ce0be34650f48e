import { ChevronDown, ChevronRight } from "lucide-solid";
import { createSignal, For, Show } from "solid-js";
import { IconButton } from "~/components/button.tsx";
import { text } from "~/text/index.ts";
import type { Names } from "../names/names.ts";
import { type PathEntry, previewOf, stepsBelow } from "../names/paths-of.ts";

/** The payload as a tree; a click on a place gives its path away. Of an array the first element speaks for all. */
export function SourceTree(props: {
  readonly names: Names;
  readonly onPick: (path: string) => void;
  readonly disabled?: boolean;
}) {
  const roots = (): readonly PathEntry[] =>
    [...Object.entries(props.names.locals), ["payload", props.names.payload] as const]
      .filter(([, value]) => value !== undefined)
      .map(([path, value]) => ({ path, value, preview: previewOf(value) }));
  return (
    <Show when={roots().length > 0} fallback={<p class="text-xs text-faint">{text.editors.sample.noTree}</p>}>
      <div class="max-h-[460px] overflow-auto">
        <Branch entries={roots()} depth={0} onPick={props.onPick} disabled={props.disabled === true} />
      </div>
    </Show>
  );
}

interface BranchProps {
  readonly entries: readonly PathEntry[];
  readonly depth: number;
  readonly onPick: (path: string) => void;
  readonly disabled: boolean;
}

function Branch(props: BranchProps) {
  return (
    <ul class={props.depth === 0 ? "" : "ml-3 border-l border-line pl-1"}>
      <For each={props.entries}>
        {(entry) => (
          <Place entry={entry} depth={props.depth} onPick={props.onPick} disabled={props.disabled} />
        )}
      </For>
    </ul>
  );
}

function Place(props: Omit<BranchProps, "entries"> & { readonly entry: PathEntry }) {
  const words = text.editors.sample;
  const below = () => stepsBelow(props.entry.value, props.entry.path);
  const [isOpen, setOpen] = createSignal(props.depth < 2);
  const name = () => /(?:\["(.*)"\]|(\[\d+\])|\.?([^.[\]]+))$/.exec(props.entry.path);
  const shown = () => name()?.slice(1).find(Boolean) ?? props.entry.path;
  return (
    <li>
      <div class="flex min-w-0 items-center">
        <Show when={below().length > 0} fallback={<span class="w-6 shrink-0" />}>
          <IconButton
            size="small"
            class="!h-6 !w-6 shrink-0"
            label={isOpen() ? words.fold(props.entry.path) : words.unfold(props.entry.path)}
            aria-expanded={isOpen()}
            onClick={() => setOpen(!isOpen())}
          >
            <Show when={isOpen()} fallback={<ChevronRight class="size-3.5" aria-hidden="true" />}>
              <ChevronDown class="size-3.5" aria-hidden="true" />
            </Show>
          </IconButton>
        </Show>
        <button
          type="button"
          disabled={props.disabled}
          title={words.use(props.entry.path)}
          class="flex min-w-0 flex-1 items-baseline gap-2 rounded px-1 py-0.5 text-left font-mono text-xs enabled:hover:bg-accent-soft"
          onClick={() => props.onPick(props.entry.path)}
        >
          <span class="shrink-0 text-info">{shown()}</span>
          <span class="min-w-0 truncate text-faint">{props.entry.preview}</span>
        </button>
      </div>
      <Show when={isOpen() && below().length > 0}>
        <Branch entries={below()} depth={props.depth + 1} onPick={props.onPick} disabled={props.disabled} />
      </Show>
    </li>
  );
}
