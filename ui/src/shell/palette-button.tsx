import { Search } from "lucide-solid";
import { text } from "~/text/index.ts";
import { Key } from "./key-sheet.tsx";
import { PALETTE_KEY, setPaletteOpen } from "./palette-state.ts";

export function PaletteButton() {
  return (
    <button
      type="button"
      onClick={() => setPaletteOpen(true)}
      class="flex h-8 items-center gap-2 rounded-md border border-line bg-sunken px-2.5 text-sm text-faint hover:text-ink sm:w-64"
    >
      <Search class="size-4" aria-hidden="true" />
      <span class="sr-only flex-1 truncate text-left sm:not-sr-only">{text.shell.palette.open}</span>
      <span class="hidden sm:inline" aria-hidden="true">
        <Key name={PALETTE_KEY} />
      </span>
    </button>
  );
}
