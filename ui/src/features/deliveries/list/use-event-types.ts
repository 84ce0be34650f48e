import { useMay } from "~/api/account.ts";
import { answer, api, inOrganization } from "~/api/client.ts";
import { useQuery } from "~/api/query.ts";
import type { Option } from "~/components/select.tsx";

/** The names of the catalogue, and each of their groups: `order.*`. */
export function useEventTypes(): () => readonly Option<string>[] {
  const may = useMay();
  const query = useQuery(() => ({
    queryKey: inOrganization("event-types", "names"),
    queryFn: async ({ signal }: { signal: AbortSignal }) => {
      const { items } = await answer(
        api.GET("/api/v1/event-types", { params: { query: { limit: 200 } }, signal }),
      );
      return withGroups(items.map(({ name }) => name));
    },
    enabled: may("catalogue:read"),
    staleTime: 60_000,
  }));
  return () => (query.data ?? []).map((name) => ({ value: name, label: name }));
}

function withGroups(names: readonly string[]): readonly string[] {
  const groups = names.flatMap((name) => (name.includes(".") ? [`${name.split(".")[0]}.*`] : []));
  return [...new Set([...groups, ...names])].sort();
}
