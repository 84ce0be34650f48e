import { Toast, toaster } from "@kobalte/core/toast";
import { useQueryClient } from "@tanstack/solid-query";
import { X } from "lucide-solid";
import { createEffect, createMemo, on, onCleanup, Show } from "solid-js";
import { organizationId } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { text } from "~/text/index.ts";
import type { Job } from "./bulk-requests.ts";
import { JobProgress } from "./job-progress.tsx";
import { isUndoable } from "./job-state.ts";
import { refreshAll, useJob } from "./use-job.tsx";

/** How long the result stands there: with its undo it must be read first. */
const RESULT_SHOWN_MS = 15_000;

interface JobToastProps {
  readonly toastId: number;
  readonly first: Job;
  readonly org: string;
  readonly onShow: () => void;
  /** Null for whoever may not. */
  readonly onCancel: ((job: Job) => void) | null;
  readonly onUndo: ((job: Job) => void) | null;
}

/**
 * A job that has begun, until it is over, wherever one goes meanwhile. It is drawn outside of the router and of the page
 * that began it, so what it does is handed to it.
 */
export function JobToast(props: JobToastProps) {
  const query = useJob(
    () => props.first.id,
    () => props.org,
  );
  const job = () => query.data ?? props.first;
  const isOver = createMemo(() => job().status !== "running");
  const queries = useQueryClient();
  const close = () => toaster.dismiss(props.toastId);
  createEffect(
    on(isOver, (over) => {
      if (!over) return;
      // Over before it was asked for the first time, nothing else would tell the page that it changed something.
      void refreshAll(queries, props.org);
      const timer = setTimeout(close, RESULT_SHOWN_MS);
      onCleanup(() => clearTimeout(timer));
    }),
  );
  return (
    <Toast
      as="div"
      toastId={props.toastId}
      persistent
      class={`pointer-events-auto flex w-full items-start gap-3 rounded-lg border bg-raised px-4 py-3 shadow-pop ${job().status === "failed" ? "border-bad" : "border-line"}`}
    >
      <div class="min-w-0 flex-1">
        <Toast.Title class="text-sm font-medium text-ink">
          {text.jobs.follow[job().status](text.jobs.kind[job().kind])}
        </Toast.Title>
        <Toast.Description as="div" class="mt-1 text-xs text-soft">
          <Show
            when={isOver()}
            fallback={
              <Show when={!query.isError} fallback={text.jobs.follow.lost}>
                <JobProgress job={job()} />
              </Show>
            }
          >
            {text.jobs.follow.result(job().processed, job().skipped)}
            <Show when={job().detail}>{(detail) => <p class="break-words">{detail()}</p>}</Show>
          </Show>
        </Toast.Description>
        <ToastActions {...props} job={job()} close={close} />
      </div>
      <Toast.CloseButton aria-label={text.shell.actions.dismiss} class="text-faint hover:text-ink">
        <X class="size-4" aria-hidden="true" />
      </Toast.CloseButton>
    </Toast>
  );
}

function ToastActions(
  props: Pick<JobToastProps, "org" | "onShow" | "onCancel" | "onUndo"> & {
    readonly job: Job;
    readonly close: () => void;
  },
) {
  /** In another organization it would be refused: one acts in the one on the screen. */
  const allowed = (action: ((job: Job) => void) | null) => (organizationId() === props.org ? action : null);
  return (
    <div class="mt-2 flex gap-1.5">
      <Button size="small" onClick={props.onShow}>
        {text.jobs.follow.show}
      </Button>
      <Show when={props.job.status === "running" && allowed(props.onCancel)}>
        {(cancel) => (
          <Button size="small" look="quiet" onClick={() => cancel()(props.job)}>
            {text.jobs.cancel}
          </Button>
        )}
      </Show>
      <Show when={isUndoable(props.job) && allowed(props.onUndo)}>
        {(undo) => (
          <Button
            size="small"
            look="quiet"
            onClick={() => {
              props.close();
              undo()(props.job);
            }}
          >
            {text.shell.actions.undo}
          </Button>
        )}
      </Show>
    </div>
  );
}
