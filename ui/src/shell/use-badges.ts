import { useMay } from "~/api/account.ts";
import { answer, api, inOrganization, organizationId } from "~/api/client.ts";
import { useQuery } from "~/api/query.ts";
import { compact } from "~/primitives/numbers.ts";
import { text } from "~/text/index.ts";

export type BadgeName = keyof typeof text.shell.badges;

export interface NavigationBadge {
  readonly figure: string;
  /** For whoever hears it, and for the tooltip. */
  readonly words: string;
}

const LIVE_MS = 10_000;

/** The numbers beside the places of the navigation: what waits for somebody. */
export function useBadges(): (name: BadgeName) => NavigationBadge | null {
  const may = useMay();
  const badges = useQuery(() => ({
    queryKey: inOrganization("badges"),
    queryFn: ({ signal }) => answer(api.GET("/api/v1/badges", { signal })),
    enabled: organizationId() !== null && may("organization:read"),
    refetchInterval: LIVE_MS,
  }));
  return (name) => {
    const value = badges.data?.[name] ?? null;
    const found = typeof value === "number" ? { count: value, exact: true } : value;
    if (found === null || found.count === 0) return null;
    const figure = `${compact(found.count)}${found.exact ? "" : "+"}`;
    return { figure, words: text.shell.badges[name](figure) };
  };
}
