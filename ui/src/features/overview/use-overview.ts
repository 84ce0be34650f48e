import { createEffect, createMemo, createSignal, on } from "solid-js";
import { answer, api, inOrganization, organizationId } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";
import { useQuery } from "~/api/query.ts";

export type Overview = components["schemas"]["Overview"];
export const WINDOWS = ["24h", "1h", "7d"] as const;
export type OverviewWindow = (typeof WINDOWS)[number];

/** As often as the gateway counts anew. */
const ASKED_EVERY_MS = 5_000;

/** Of the organization, or of one integration. */
export function useOverview(chosen: () => OverviewWindow, integrationId?: string) {
  const query = useQuery(() => ({
    queryKey: inOrganization("overview", chosen(), integrationId ?? null),
    queryFn: ({ signal }) => {
      const of = integrationId === undefined ? {} : { integrationId };
      return answer(api.GET("/api/v1/overview", { params: { query: { window: chosen(), ...of } }, signal }));
    },
    refetchInterval: ASKED_EVERY_MS,
  }));
  // The figures of the last range stay until the new ones are there: nothing jumps. They say their own range.
  const last = createMemo<{ readonly org: string | null; readonly data: Overview | undefined }>((before) => {
    const org = organizationId();
    return { org, data: query.data ?? (before?.org === org ? before.data : undefined) };
  });
  const [failed, setFailed] = createSignal<unknown>(null);
  createEffect(on(chosen, () => setFailed(null), { defer: true }));
  // A question that is asked again has no error any more: it has failed until there is an answer.
  createEffect(
    on(
      () => [query.error, query.isSuccess] as const,
      ([error, isAnswered]) => {
        if (error !== null) setFailed(() => error);
        else if (isAnswered) setFailed(null);
      },
    ),
  );
  return {
    shown: () => last().data,
    /** Null while nothing went wrong since the last answer. */
    failed,
    /** When the chosen range was answered last, and whether anything has gone wrong since. */
    answeredAt: () => query.dataUpdatedAt,
    isFailing: () => failed() !== null || query.failureCount > 0,
    again: () => void query.refetch(),
  };
}

export type OverviewQuery = ReturnType<typeof useOverview>;
