import { createMemo } from "solid-js";
import { useMay } from "~/api/account.ts";
import { answer, api, inOrganization } from "~/api/client.ts";
import { useQuery } from "~/api/query.ts";

/** The event types that there are, for suggestions and examples. Who may not see them gets none. */
export function useCatalogue() {
  const may = useMay();
  const query = useQuery(() => ({
    queryKey: inOrganization("event-types", "suggestions"),
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/event-types", { params: { query: { limit: 200 } }, signal })),
    enabled: may("catalogue:read"),
    staleTime: 60_000,
  }));
  const types = createMemo(() => query.data?.items.filter(({ archived }) => !archived) ?? []);
  return { types, patterns: createMemo(() => patternsOf(types().map(({ name }) => name))) };
}

/** Every type, and every family that more than one of them belongs to. */
function patternsOf(names: readonly string[]): readonly string[] {
  const families = new Map<string, number>();
  for (const name of names) {
    const family = name.split(".").slice(0, -1).join(".");
    if (family !== "") families.set(family, (families.get(family) ?? 0) + 1);
  }
  const wide = [...families].filter(([, many]) => many > 1).map(([family]) => `${family}.*`);
  return ["*", ...wide.toSorted(), ...names.toSorted()];
}
