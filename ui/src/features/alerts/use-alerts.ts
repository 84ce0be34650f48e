import { useQueryClient } from "@tanstack/solid-query";
import { useMay } from "~/api/account.ts";
import { answer, api, inOrganization } from "~/api/client.ts";
import { useInfiniteQuery, useQuery } from "~/api/query.ts";
import { toast, toastProblem } from "~/components/toast.tsx";
import { text } from "~/text/index.ts";
import type { Alert } from "./alert-state.ts";

const ASKED_EVERY_MS = 10_000;
export type AlertFilter = "open" | "resolved" | "all";

export function useAlerts(filter: () => AlertFilter) {
  return useInfiniteQuery(() => ({
    queryKey: inOrganization("alerts", filter()),
    queryFn: ({ signal, pageParam }) => {
      const status = filter();
      const query = {
        limit: 100,
        ...(status === "all" ? {} : { status }),
        ...(pageParam === null ? {} : { cursor: pageParam }),
      };
      return answer(api.GET("/api/v1/alerts", { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: ASKED_EVERY_MS,
  }));
}

/** At most 50 are allowed, so one page is all. */
export function useRules() {
  const may = useMay();
  return useQuery(() => ({
    queryKey: inOrganization("alert-rules"),
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/alert-rules", { params: { query: { limit: 100 } }, signal })),
    enabled: may("integrations:read"),
    refetchInterval: ASKED_EVERY_MS * 3,
  }));
}

/** Everything that an alert or a rule shows up in. */
export function useRefreshAlerts(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    const keys = ["alerts", "alert-rules", "badges"];
    await Promise.all(keys.map((key) => queries.invalidateQueries({ queryKey: inOrganization(key) })));
  };
}

export function useAcknowledge(): (alert: Alert) => Promise<void> {
  const refresh = useRefreshAlerts();
  return async (alert) => {
    try {
      await answer(api.POST("/api/v1/alerts/{id}/acknowledge", { params: { path: { id: alert.id } } }));
      toast({ title: text.alerts.acknowledged, detail: alert.detail });
    } catch (error) {
      toastProblem(error);
    }
    await refresh();
  };
}
