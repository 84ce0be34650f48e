import { A } from "@solidjs/router";
import { createMemo, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { answer, api, inOrganization, organizationId } from "~/api/client.ts";
import { useInfiniteQuery } from "~/api/query.ts";
import { Button, buttonClass } from "~/components/button.tsx";
import { DataTable } from "~/components/data-table/data-table.tsx";
import { Card, Page } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { Select } from "~/components/select.tsx";
import { Empty } from "~/components/states.tsx";
import { useUrlChoice, useUrlOpened } from "~/primitives/url-state.ts";
import { text } from "~/text/index.ts";
import { useIntegrationNames } from "../alerts/use-integration-names.ts";
import type { Job } from "./bulk-requests.ts";
import { useJobActions } from "./job-actions.tsx";
import { jobColumns } from "./job-columns.tsx";
import { JobDrawer } from "./job-drawer.tsx";
import { scopeWords } from "./job-scope.ts";
import { RunningJobs } from "./running-jobs.tsx";

const words = text.jobs;
const STATES = ["any", "completed", "cancelled", "failed"] as const;
const RUNNING_MS = 1_500;
const IDLE_MS = 6_000;

/** What was done to many deliveries at once: what runs on top, what is over below, one of them beside it. */
export default function JobsPage() {
  const may = useMay();
  const actions = useJobActions();
  const names = useIntegrationNames();
  const [state, setState] = useUrlChoice("status", STATES);
  const [chosen, setChosen] = useUrlOpened("job");
  const list = useInfiniteQuery(() => ({
    queryKey: inOrganization("jobs", "list"),
    queryFn: ({ signal, pageParam }) => {
      const query = { limit: 100, ...(pageParam === null ? {} : { cursor: pageParam }) };
      return answer(api.GET("/api/v1/jobs", { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: ({ state: { data } }) =>
      data?.pages[0]?.items.some(({ status }) => status === "running") ? RUNNING_MS : IDLE_MS,
  }));
  const jobs = createMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? []);
  const running = () => jobs().filter(({ status }) => status === "running");
  const past = createMemo(() =>
    jobs().filter(({ status }) => status !== "running" && (state() === "any" || status === state())),
  );
  const scopeOf = (job: Job) => scopeWords(job, names.nameOf);
  const columns = createMemo(() =>
    jobColumns(scopeOf, may("jobs:cancel") ? (job) => void actions.undo(job) : null),
  );
  return (
    <Page title={words.title} description={words.description}>
      <QueryView
        framed
        query={list}
        permission="jobs:read"
        isEmpty={() => jobs().length === 0}
        empty={<NoJobs />}
      >
        {() => (
          <div class="flex flex-col gap-5">
            <RunningJobs jobs={running()} scopeOf={scopeOf} onOpen={setChosen} />
            <Card
              title={words.pastTitle}
              flush
              actions={
                <Select
                  label={words.state}
                  labelHidden
                  class="w-36"
                  options={STATES.map((value) => ({
                    value,
                    label: value === "any" ? words.anyState : words.status[value],
                  }))}
                  value={state()}
                  onChange={setState}
                />
              }
            >
              <Show
                when={past().length > 0}
                fallback={
                  <Empty
                    title={state() === "any" ? words.noneFinished : words.noneOfState.title}
                    action={
                      <Show when={state() !== "any"}>
                        <Button onClick={() => setState("any")}>{words.noneOfState.action}</Button>
                      </Show>
                    }
                  />
                }
              >
                <DataTable
                  label={words.list}
                  columns={columns()}
                  rows={past()}
                  rowId={({ id }) => id}
                  onRowClick={({ id }) => setChosen(id)}
                  chosenId={chosen()}
                  onEndNear={() => {
                    if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
                  }}
                />
              </Show>
            </Card>
          </div>
        )}
      </QueryView>
      <JobDrawer id={chosen()} nameOf={names.nameOf} onClose={() => setChosen(null)} />
    </Page>
  );
}

function NoJobs() {
  return (
    <Card>
      <Empty
        title={words.none.title}
        action={
          <A href={`/o/${organizationId()}/dead-letters`} class={buttonClass()}>
            {words.none.action}
          </A>
        }
      >
        {words.none.text}
      </Empty>
    </Card>
  );
}
