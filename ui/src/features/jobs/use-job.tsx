import { type QueryClient, useQueryClient } from "@tanstack/solid-query";
import { createEffect, on } from "solid-js";
import { answer, api, organizationId } from "~/api/client.ts";
import { useQuery } from "~/api/query.ts";
import type { Job } from "./bulk-requests.ts";

const ASKED_EVERY_MS = 1_000;

/**
 * A job, asked for every second until it is over; then everything else of its organization is asked again, because a job
 * changes deliveries, dead letters, counts and health. Null asks nothing. Takes `jobs:read`.
 * To show one that has begun in a toast, to cancel it or take it back: `useJobActions` beside this file.
 *
 *     const job = useJob(() => params.id);
 *     <Progress label="…" done={job.data.processed + job.data.skipped} total={job.data.total} />
 */
export function useJob(id: () => string | null, org: () => string | null = organizationId) {
  const queries = useQueryClient();
  const query = useQuery(() => {
    const asked = id();
    const inOrg = org();
    return {
      queryKey: [inOrg, "jobs", asked],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        answer(
          api.GET("/api/v1/jobs/{id}", {
            // Said out loud: whoever follows a job may have gone to another organization meanwhile.
            params: { path: { id: asked ?? "" }, header: { "X-Organization-Id": inOrg ?? "" } },
            signal,
          }),
        ),
      enabled: asked !== null && inOrg !== null,
      refetchInterval: ({ state }: { state: { data: Job | undefined } }) =>
        state.data === undefined || state.data.status === "running" ? ASKED_EVERY_MS : false,
    };
  });
  createEffect(
    on(
      () => query.data?.status,
      (status, before) => {
        if (before === "running" && status !== "running") void refreshAll(queries, org());
      },
    ),
  );
  return query;
}

/** A job changes deliveries, dead letters, counts, health and more: all that is shown is asked for again. */
export function refreshAll(queries: QueryClient, org: string | null): Promise<void> {
  return queries.invalidateQueries({ queryKey: [org] });
}
