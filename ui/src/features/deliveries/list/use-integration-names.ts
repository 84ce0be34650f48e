import { useMay } from "~/api/account.ts";
import { answer, api, inOrganization } from "~/api/client.ts";
import { useQuery } from "~/api/query.ts";
import type { Option } from "~/components/select.tsx";

/** What integrations are called. Whoever may not read them sees their ids. */
export function useIntegrationNames(): {
  nameOf: (id: string) => string;
  options: () => readonly Option<string>[];
} {
  const may = useMay();
  const query = useQuery(() => ({
    queryKey: inOrganization("integrations", "names"),
    queryFn: async ({ signal }: { signal: AbortSignal }) => {
      const query = { limit: 200, sort: "name" } as const;
      const { items } = await answer(api.GET("/api/v1/integrations", { params: { query }, signal }));
      return new Map(items.map(({ id, name }) => [id, name]));
    },
    enabled: may("integrations:read"),
    staleTime: 60_000,
  }));
  const names = () => query.data;
  return {
    nameOf: (id) => names()?.get(id) ?? id,
    options: () => [...(names() ?? [])].map(([value, label]) => ({ value, label })),
  };
}
