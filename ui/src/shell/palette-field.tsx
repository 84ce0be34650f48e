import { Search } from "lucide-solid";
import { text } from "~/text/index.ts";

interface PaletteFieldProps {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  /** Of the row that Enter would take. */
  readonly activeId: string | undefined;
}

/** It keeps the focus; the rows below are chosen from here. */
export function PaletteField(props: PaletteFieldProps) {
  return (
    <div class="flex items-center gap-2.5 border-b px-4">
      <Search class="size-4 text-faint" aria-hidden="true" />
      <input
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={props.activeId}
        aria-label={text.shell.palette.placeholder}
        placeholder={text.shell.palette.placeholder}
        autocomplete="off"
        spellcheck={false}
        class="h-12 min-w-0 flex-1 bg-transparent text-sm text-ink outline-none placeholder:text-faint focus-visible:shadow-[inset_0_-2px_0_var(--accent)]"
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value)}
        onKeyDown={(event) => props.onKeyDown(event)}
      />
    </div>
  );
}
