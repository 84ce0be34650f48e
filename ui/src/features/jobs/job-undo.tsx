import { A } from "@solidjs/router";
import { Match, Show, Switch } from "solid-js";
import { organizationId } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { Card } from "~/components/page.tsx";
import { nowMs } from "~/primitives/clock.ts";
import { duration } from "~/primitives/moments.ts";
import { text } from "~/text/index.ts";
import type { Job } from "./bulk-requests.ts";
import { isUndoable } from "./job-state.ts";

const words = text.jobs.detail;

/** Whether a job can be taken back, what that does, and for how long; or by which job it was. */
export function JobUndo(props: { readonly job: Job; readonly onUndo: (() => void) | null }) {
  const leftMs = () => Date.parse(props.job.undoableUntil ?? "") - nowMs();
  return (
    <Show when={props.job.status !== "running" && props.job.kind !== "undo_job"}>
      <Card title={words.undo}>
        <div class="flex flex-wrap items-center justify-between gap-3 text-sm text-soft">
          <Switch fallback={<p>{props.job.undoableUntil === null ? words.cannot : words.over}</p>}>
            <Match when={props.job.undoneBy}>
              {(by) => (
                <p>
                  {words.undoneBy}{" "}
                  <A
                    href={`/o/${organizationId()}/jobs?job=${by()}`}
                    class="font-mono text-xs text-accent-ink underline"
                  >
                    {by()}
                  </A>
                </p>
              )}
            </Match>
            <Match when={isUndoable(props.job, nowMs())}>
              <p class="min-w-0 flex-1">
                {words.undoExplained[props.job.kind]}{" "}
                <span class="text-faint">{text.jobs.undoLeft(duration(leftMs()))}</span>
              </p>
              <Show when={props.onUndo}>
                {(undo) => <Button onClick={() => undo()()}>{text.shell.actions.undo}</Button>}
              </Show>
            </Match>
          </Switch>
        </div>
      </Card>
    </Show>
  );
}
