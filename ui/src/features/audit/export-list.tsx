import { Download } from "lucide-solid";
import { For, Match, Switch } from "solid-js";
import { IconButton } from "~/components/button.tsx";
import { Moment } from "~/components/moment.tsx";
import { Progress } from "~/components/progress.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { LoadingRows } from "~/components/states.tsx";
import { bytes, count } from "~/primitives/numbers.ts";
import { text } from "~/text/index.ts";
import type { AuditExport, useExports } from "./use-exports.ts";

const words = text.audit.export;

/** What was exported in the last week, and how far the rest is. */
export function ExportList(props: {
  readonly list: ReturnType<typeof useExports>["list"];
  readonly onDownload: (file: AuditExport) => void;
}) {
  return (
    <section>
      <h3 class="mb-1 text-[13px] font-medium text-soft">{words.earlier}</h3>
      <QueryView
        query={props.list}
        permission="audit:export"
        loading={<LoadingRows rows={1} />}
        isEmpty={({ items }) => items.length === 0}
        empty={<p class="text-sm text-faint">{words.none}</p>}
      >
        {(data) => (
          <ul class="flex max-h-56 flex-col divide-y overflow-y-auto">
            <For each={data().items}>
              {(file) => (
                <li class="flex min-h-10 items-center gap-3 py-1 text-sm">
                  <Switch>
                    <Match when={file.status === "running"}>
                      <div class="min-w-0 flex-1 py-1">
                        <Progress label={words.progress} done={file.percentage} total={100} />
                      </div>
                    </Match>
                    <Match when={file.status === "failed"}>
                      <span class="min-w-0 flex-1 text-bad">
                        {words.failed}. {file.detail}
                      </span>
                    </Match>
                    <Match when={file.status === "completed"}>
                      <span class="min-w-0 flex-1">
                        <span class="font-medium text-ink">{words.formats[file.format]}</span>{" "}
                        <span class="text-faint">
                          {words.entries(file.entries, count(file.entries))}, {bytes(file.bytes)},{" "}
                          <Moment at={file.createdAt} />
                        </span>
                      </span>
                      <IconButton
                        label={words.download(
                          words.formats[file.format],
                          words.entries(file.entries, count(file.entries)),
                        )}
                        onClick={() => props.onDownload(file)}
                      >
                        <Download class="size-4" aria-hidden="true" />
                      </IconButton>
                    </Match>
                  </Switch>
                </li>
              )}
            </For>
          </ul>
        )}
      </QueryView>
    </section>
  );
}
