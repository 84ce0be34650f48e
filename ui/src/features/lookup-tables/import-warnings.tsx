import { createEffect, createSignal, on, Show } from "solid-js";
import { Notice } from "~/features/connect/notice.tsx";
import { count } from "~/primitives/numbers.ts";
import { text } from "~/text/index.ts";
import { type CsvFindings, checkCsv } from "./check-csv.ts";
import type { Delimiter } from "./import-file.ts";

const words = text.lookupTables.import;
/** A larger one is told by the gateway alone: a tab has to go on answering while it reads. */
const MAX_READ_BYTES = 10 * 1024 * 1024;

interface ImportWarningsProps {
  /** A CSV file; null: there is nothing that can be said before it is sent. */
  readonly file: File | null;
  readonly delimiter: Delimiter;
  readonly keyColumn: string;
}

/** What is strange about a file, while it can still be mended. */
export function ImportWarnings(props: ImportWarningsProps) {
  const [findings, setFindings] = createSignal<CsvFindings | null>(null);
  createEffect(
    on(
      () => [props.file, props.delimiter, props.keyColumn] as const,
      ([file, delimiter, keyColumn]) => {
        setFindings(null);
        if (file === null || file.size > MAX_READ_BYTES) return;
        void file.text().then((read) => {
          const isSame =
            props.file === file && props.delimiter === delimiter && props.keyColumn === keyColumn;
          if (isSame) setFindings(checkCsv(read, delimiter, keyColumn));
        });
      },
    ),
  );
  return (
    <Show when={findings()}>
      {(found) => (
        <>
          <Show when={found().unclosedAt}>
            {(row) => <Notice tone="warn">{words.unclosed(count(row()))}</Notice>}
          </Show>
          <Show when={found().repeatedCount > 0}>
            <Notice tone="warn">
              {words.repeated(
                found().repeated.join(", "),
                found().repeatedCount,
                found().repeatedCount - found().repeated.length,
              )}
            </Notice>
          </Show>
        </>
      )}
    </Show>
  );
}
