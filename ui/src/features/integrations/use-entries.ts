import { createEffect, createMemo, createSignal } from "solid-js";
import { useMay } from "~/api/account.ts";
import { answer, api, inOrganization } from "~/api/client.ts";
import { useInfiniteQuery, useQuery } from "~/api/query.ts";
import { joinEntries, type Reading } from "./arrange-integrations.ts";

/** So many are held in the page, to be sorted by health. Who has more finds the others by searching. */
const MOST = 1_000;
const PAGE = 200;
/** The most that is answered together with trends. */
const HEALTH_PAGE = 50;

/** The integrations with their health, joined here: the gateway keeps one by configuration and the other by deliveries. */
export function useEntries(typed: () => string) {
  const may = useMay();
  const [isCut, setCut] = createSignal(false);
  /** While all of them are here, the page searches them itself, without a request for every key. */
  const search = () => (isCut() ? typed().trim().slice(0, 200) || null : null);
  const list = useInfiniteQuery(() => ({
    queryKey: inOrganization("integrations", "list", search()),
    queryFn: ({ signal, pageParam }) => {
      const q = search();
      const query = {
        limit: PAGE,
        ...(q === null ? {} : { q }),
        ...(pageParam === null ? {} : { cursor: pageParam }),
      };
      return answer(api.GET("/api/v1/integrations", { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: 10_000,
    placeholderData: (before) => before,
  }));
  const health = useInfiniteQuery(() => ({
    queryKey: inOrganization("integration-health", "trend"),
    queryFn: ({ signal, pageParam }) => {
      const cursor = pageParam === null ? {} : { cursor: pageParam };
      const query = { limit: HEALTH_PAGE, include: "trend" as const, ...cursor };
      return answer(api.GET("/api/v1/integration-health", { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: 60_000,
  }));
  const rates = useQuery(() => ({
    queryKey: inOrganization("validation-rates"),
    queryFn: ({ signal }) => answer(api.GET("/api/v1/validation/rates", { signal })),
    enabled: may("catalogue:read"),
    refetchInterval: 60_000,
  }));

  const integrations = () => list.data?.pages.flatMap(({ items }) => items) ?? [];
  createEffect(() => {
    if (!list.hasNextPage || list.isFetching) return;
    if (integrations().length < MOST) void list.fetchNextPage();
    else setCut(true);
  });
  const hasMoreHealth = () =>
    health.hasNextPage && (health.data?.pages.length ?? 0) * HEALTH_PAGE < MOST && !health.isError;
  createEffect(() => {
    if (hasMoreHealth() && !health.isFetching) void health.fetchNextPage();
  });
  const rateOf = createMemo(() => {
    const ofIntegrations = rates.data?.items.filter(({ subject }) => subject.kind === "integration") ?? [];
    return new Map(ofIntegrations.map(({ subject, failureRate }) => [subject.id, failureRate]));
  });
  /** Of what is not among the answers: still on its way, not readable, or really not there. */
  const reading = createMemo((): { readonly health: Reading; readonly rates: Reading } => ({
    health: health.isError
      ? "failed"
      : health.isPending || hasMoreHealth()
        ? "waiting"
        : health.hasNextPage
          ? "failed"
          : "read",
    rates: !may("catalogue:read")
      ? "failed"
      : rates.data !== undefined
        ? "read"
        : rates.isError
          ? "failed"
          : "waiting",
  }));
  const entries = createMemo(() =>
    joinEntries(integrations(), health.data?.pages.flatMap(({ items }) => items) ?? [], rateOf(), reading()),
  );
  const isWhole = () => !list.isPending && (!list.hasNextPage || isCut()) && reading().health !== "waiting";
  return { list, health, rates, entries, isCut, isWhole };
}
