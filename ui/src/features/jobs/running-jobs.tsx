import { For, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { Button } from "~/components/button.tsx";
import { Moment } from "~/components/moment.tsx";
import { Card } from "~/components/page.tsx";
import { text } from "~/text/index.ts";
import type { Job } from "./bulk-requests.ts";
import { useJobActions } from "./job-actions.tsx";
import { JobProgress } from "./job-progress.tsx";

const words = text.jobs;

interface RunningJobsProps {
  readonly jobs: readonly Job[];
  readonly scopeOf: (job: Job) => string;
  readonly onOpen: (id: string) => void;
}

/** What is going on right now, each with its progress and a way to stop it. */
export function RunningJobs(props: RunningJobsProps) {
  return (
    <Card title={words.runningTitle} flush>
      <Show
        when={props.jobs.length > 0}
        fallback={<p class="px-4 py-5 text-sm text-soft">{words.nothingRuns}</p>}
      >
        <ul>
          <For each={props.jobs}>
            {(job) => <RunningJob job={job} scope={props.scopeOf(job)} onOpen={props.onOpen} />}
          </For>
        </ul>
      </Show>
    </Card>
  );
}

function RunningJob(props: {
  readonly job: Job;
  readonly scope: string;
  readonly onOpen: (id: string) => void;
}) {
  const may = useMay();
  const actions = useJobActions();
  const kind = () => words.kind[props.job.kind];
  return (
    <li class="flex flex-wrap items-center gap-x-6 gap-y-2 border-t px-4 py-3 first:border-t-0">
      <div class="min-w-0 flex-1 basis-56">
        <div class="truncate text-sm font-medium text-ink">{kind()}</div>
        <div class="truncate text-xs text-faint">
          {props.scope} · <Moment at={props.job.createdAt} />
          {props.job.perMinute === null ? "" : ` · ${words.bulk.perMinute(props.job.perMinute)}`}
        </div>
      </div>
      <div class="min-w-0 flex-1 basis-56">
        <JobProgress job={props.job} />
      </div>
      <div class="flex gap-1.5">
        <Button size="small" onClick={() => props.onOpen(props.job.id)} aria-label={words.open(kind())}>
          {words.follow.show}
        </Button>
        <Show when={may("jobs:cancel")}>
          <Button size="small" onClick={() => void actions.cancel(props.job)}>
            {words.cancel}
          </Button>
        </Show>
      </div>
    </li>
  );
}
