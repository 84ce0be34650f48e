import { createResource, For, Show } from "solid-js";
import { Notice } from "~/features/connect/notice.tsx";
import { text } from "~/text/index.ts";
import { type Delimiter, type Format, type ImportProblem, rowsAt } from "./import-file.ts";

const words = text.lookupTables.import;
const MOST = 20;

interface ImportProblemsProps {
  readonly detail: string;
  readonly problems: readonly ImportProblem[];
  readonly file: File;
  readonly format: Format;
  readonly delimiter: Delimiter;
}

/** Which rows were wrong, and what they say. */
export function ImportProblems(props: ImportProblemsProps) {
  const numbers = () =>
    new Set(props.problems.flatMap(({ place }) => (typeof place === "number" ? [place] : [])));
  const [contents] = createResource(
    () => ({ file: props.file, numbers: numbers() }),
    ({ file, numbers: wanted }) =>
      rowsAt(file, props.format, props.delimiter, wanted).catch(() => new Map<number, string>()),
  );
  // `latest`, which does not suspend: the problems themselves are here already.
  const contentOf = (place: ImportProblem["place"]) =>
    typeof place === "number" ? (contents.latest?.get(place) ?? "") : "";
  const placeText = (place: ImportProblem["place"]) => {
    if (place === null) return words.whole;
    if (typeof place === "string") return place;
    return props.format === "json" ? words.entry(place) : words.line(place);
  };
  return (
    <div class="flex flex-col gap-2">
      <Notice tone="bad" title={words.failed}>
        {props.problems.length === 0 ? props.detail : words.failedHint}
      </Notice>
      <Show when={props.problems.length > 0}>
        <div class="overflow-x-auto rounded-md border border-line">
          <table class="w-full text-sm">
            <thead>
              <tr class="border-b bg-sunken text-left text-xs text-faint">
                <th class="px-3 py-1.5 font-medium">{words.errors.row}</th>
                <th class="px-3 py-1.5 font-medium">{words.errors.message}</th>
                <th class="px-3 py-1.5 font-medium">{words.errors.content}</th>
              </tr>
            </thead>
            <tbody>
              <For each={props.problems}>
                {({ place, message }) => (
                  <tr class="border-b align-top last:border-b-0">
                    <td class="px-3 py-1.5 whitespace-nowrap tabular-nums text-ink">{placeText(place)}</td>
                    <td class="px-3 py-1.5 text-bad">{message}</td>
                    <td class="max-w-64 px-3 py-1.5">
                      <code class="block truncate font-mono text-xs text-soft" title={contentOf(place)}>
                        {contentOf(place)}
                      </code>
                    </td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </div>
        <Show when={props.problems.length >= MOST}>
          <p class="text-xs text-faint">{words.first}</p>
        </Show>
      </Show>
    </div>
  );
}
