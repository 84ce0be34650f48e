import { Match, Show, Switch } from "solid-js";
import { Button } from "~/components/button.tsx";
import type { Column } from "~/components/data-table/columns.ts";
import { Moment } from "~/components/moment.tsx";
import { nowMs } from "~/primitives/clock.ts";
import { duration } from "~/primitives/moments.ts";
import { count } from "~/primitives/numbers.ts";
import { text } from "~/text/index.ts";
import type { Job } from "./bulk-requests.ts";
import { JobBadge } from "./job-badge.tsx";
import { isUndoable } from "./job-state.ts";

const words = text.jobs;

/** `onUndo` is null for whoever may not. */
export function jobColumns(
  scopeOf: (job: Job) => string,
  onUndo: ((job: Job) => void) | null,
): readonly Column<Job>[] {
  return [
    {
      id: "what",
      header: words.columns.what,
      width: "minmax(150px, 3fr)",
      cell: (job) => (
        <span class="block min-w-0">
          <span class="block truncate font-medium">{words.kind[job.kind]}</span>
          <span class="block truncate text-xs text-faint">{scopeOf(job)}</span>
        </span>
      ),
    },
    {
      id: "state",
      header: words.columns.state,
      width: "100px",
      cell: (job) => <JobBadge status={job.status} />,
    },
    {
      id: "result",
      header: words.columns.result,
      width: "minmax(110px, 1fr)",
      from: "md",
      align: "end",
      cell: (job) => (
        <span class="block truncate">
          {words.result(job.processed, job.total)}
          {job.skipped === 0 ? "" : `, ${words.skipped(job.skipped)}`}
        </span>
      ),
    },
    {
      id: "begun",
      header: words.columns.begun,
      width: "96px",
      hasMoment: true,
      from: "sm",
      align: "end",
      cell: (job) => <Moment at={job.createdAt} />,
    },
    {
      id: "undo",
      header: words.columns.undo,
      width: "minmax(78px, 170px)",
      align: "end",
      cell: (job) => <UndoCell job={job} onUndo={onUndo} />,
    },
  ];
}

function UndoCell(props: { readonly job: Job; readonly onUndo: ((job: Job) => void) | null }) {
  const leftMs = () => Date.parse(props.job.undoableUntil ?? "") - nowMs();
  return (
    <Switch fallback={<span class="text-faint">{words.noUndo}</span>}>
      <Match when={props.job.undoneBy !== null}>{words.undone}</Match>
      <Match when={isUndoable(props.job, nowMs())}>
        <span class="inline-flex items-center justify-end gap-2">
          <span class="hidden text-xs text-faint lg:inline">{words.undoLeft(duration(leftMs()))}</span>
          <Show when={props.onUndo}>
            {(undo) => (
              <Button
                size="small"
                onClick={() => undo()(props.job)}
                aria-label={`${text.shell.actions.undo}: ${words.kind[props.job.kind]}, ${count(props.job.processed)}`}
              >
                {text.shell.actions.undo}
              </Button>
            )}
          </Show>
        </span>
      </Match>
    </Switch>
  );
}
