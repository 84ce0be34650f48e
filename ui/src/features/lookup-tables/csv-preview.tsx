import { For, Show } from "solid-js";
import { text } from "~/text/index.ts";

const words = text.lookupTables.import;

/** How a CSV file begins, the column with the key marked. */
export function CsvPreview(props: {
  readonly rows: readonly (readonly string[])[];
  readonly keyColumn: string;
}) {
  const header = () => props.rows[0] ?? [];
  return (
    <Show when={props.rows.length > 0}>
      <div>
        <p class="mb-1 text-[13px] font-medium text-soft">{words.preview}</p>
        {/* Focusable, so that the keyboard can scroll it. */}
        <section
          tabindex="0"
          aria-label={words.preview}
          class="overflow-x-auto rounded-md border border-line"
        >
          <table class="w-full text-xs">
            <thead>
              <tr class="border-b bg-sunken text-left">
                <For each={header()}>
                  {(cell) => (
                    <th
                      class={`px-3 py-1.5 font-medium whitespace-nowrap ${cell.trim() === props.keyColumn ? "bg-accent-soft text-accent-ink" : "text-soft"}`}
                    >
                      {cell}
                    </th>
                  )}
                </For>
              </tr>
            </thead>
            <tbody>
              <For each={props.rows.slice(1)}>
                {(cells) => (
                  <tr class="border-b last:border-b-0">
                    <For each={cells}>
                      {(cell) => <td class="max-w-52 truncate px-3 py-1 text-ink">{cell}</td>}
                    </For>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </section>
      </div>
    </Show>
  );
}
