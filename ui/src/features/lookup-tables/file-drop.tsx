import { FileUp } from "lucide-solid";
import { createSignal, Show } from "solid-js";
import { buttonClass } from "~/components/button.tsx";
import { bytes } from "~/primitives/numbers.ts";
import { text } from "~/text/index.ts";

const words = text.lookupTables.import;

/** A file, chosen or dropped. The button is a real file input with a label, so that the keyboard and readers know it. */
export function FileDrop(props: {
  readonly file: File | null;
  readonly onFile: (file: File) => void;
  readonly disabled: boolean;
}) {
  const [isOver, setOver] = createSignal(false);
  const take = (files: FileList | null | undefined) => {
    const file = files?.[0];
    setOver(false);
    if (file !== undefined && !props.disabled) props.onFile(file);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the input inside is the first
    <div
      class={`flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border border-dashed px-4 py-4 ${isOver() ? "border-accent bg-accent-soft" : "border-line-strong bg-sunken"}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        take(event.dataTransfer?.files);
      }}
    >
      <label
        class={`${buttonClass()} cursor-pointer has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-offset-2 has-[:focus-visible]:outline-accent`}
      >
        <FileUp class="size-4" aria-hidden="true" />
        {props.file === null ? words.choose : words.other}
        <input
          type="file"
          class="sr-only"
          accept=".csv,.tsv,.txt,.json,.ndjson,.jsonl"
          disabled={props.disabled}
          onChange={(event) => {
            take(event.currentTarget.files);
            // The same file, corrected, is a choice again.
            event.currentTarget.value = "";
          }}
        />
      </label>
      <Show when={props.file} fallback={<span class="text-sm text-soft">{words.drop}</span>}>
        {(file) => (
          <span class="min-w-0 text-sm break-all text-ink">
            {file().name} <span class="text-faint">{bytes(file().size)}</span>
          </span>
        )}
      </Show>
    </div>
  );
}
