import { A } from "@solidjs/router";
import { For, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { Id } from "~/components/copy.tsx";
import { Drawer } from "~/components/drawer.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { text } from "~/text/index.ts";
import { deliveriesLink } from "../overview/figures.ts";
import type { Job } from "./bulk-requests.ts";
import { useJobActions } from "./job-actions.tsx";
import { JobBadge } from "./job-badge.tsx";
import { JobFacts } from "./job-facts.tsx";
import { JobProgress } from "./job-progress.tsx";
import { outcomesOf, readJobFilter } from "./job-scope.ts";
import { JobUndo } from "./job-undo.tsx";
import { useJob } from "./use-job.tsx";

const words = text.jobs;

interface JobDrawerProps {
  /** Null keeps it closed. */
  readonly id: string | null;
  readonly nameOf: (integrationId: string) => string;
  readonly onClose: () => void;
}

/** One operation: how far, what came of it, what it was about, and the way back. */
export function JobDrawer(props: JobDrawerProps) {
  const may = useMay();
  const actions = useJobActions();
  const query = useJob(() => props.id);
  return (
    <Drawer
      open={props.id !== null}
      onClose={props.onClose}
      title={titleOf(query.data)}
      subtitle={<Show when={query.data}>{(job) => <JobBadge status={job().status} />}</Show>}
    >
      <QueryView query={query} permission="jobs:read">
        {(job) => (
          <div class="flex flex-col gap-5">
            <Show when={job().status === "running"}>
              <div class="flex items-end gap-4 rounded-xl border bg-surface p-4">
                <div class="min-w-0 flex-1">
                  <JobProgress job={job()} />
                </div>
                <Show when={may("jobs:cancel")}>
                  <Button onClick={() => void actions.cancel(job())}>{words.cancel}</Button>
                </Show>
              </div>
            </Show>
            <Show when={job().detail}>
              {(detail) => <p class="rounded-lg bg-bad-soft px-3 py-2 text-sm text-bad">{detail()}</p>}
            </Show>
            <JobFacts job={job()} nameOf={props.nameOf} />
            <JobUndo job={job()} onUndo={may("jobs:cancel") ? () => void actions.undo(job()) : null} />
            <nav class="flex flex-wrap items-center gap-x-4 gap-y-2 text-sm">
              <Show when={may("deliveries:read")}>
                <For each={outcomesOf(job())}>
                  {({ kind, filter }) => (
                    <A
                      class="text-accent-ink hover:underline"
                      href={deliveriesLink(organizationId(), filter)}
                    >
                      {words.detail.outcome[kind]}
                    </A>
                  )}
                </For>
                <Show when={onlyOne(job())}>
                  {(id) => (
                    <A
                      class="text-accent-ink hover:underline"
                      href={`/o/${organizationId()}/deliveries/${id()}`}
                    >
                      {words.detail.theDelivery}
                    </A>
                  )}
                </Show>
              </Show>
              <Show when={may("audit:read")}>
                <A
                  class="text-accent-ink hover:underline"
                  href={`/o/${organizationId()}/audit?targetId=${job().id}`}
                >
                  {words.detail.audit}
                </A>
              </Show>
              <span class="flex-1" />
              <Id value={job().id} />
            </nav>
          </div>
        )}
      </QueryView>
    </Drawer>
  );
}

function titleOf(job: Job | undefined): string {
  return job === undefined ? words.title : words.kind[job.kind];
}

/** One delivery that was discarded or called off is a job too: the delivery says more than its count. */
function onlyOne(job: Job): string | undefined {
  const { ids } = readJobFilter(job);
  return ids.length === 1 ? ids[0] : undefined;
}
