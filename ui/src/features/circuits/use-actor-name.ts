import { useAccount, useMay } from "~/api/account.ts";
import { answer, api, inOrganization } from "~/api/client.ts";
import { useQuery } from "~/api/query.ts";
import { text } from "~/text/index.ts";

/** Who did something, by name where one may know it: "user:user_…" says nothing to anybody. */
export function useActorName(): (actor: string) => string {
  const may = useMay();
  const account = useAccount();
  const members = useQuery(() => ({
    queryKey: inOrganization("members", "names"),
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/members", { params: { query: { limit: 200 } }, signal })),
    enabled: may("members:read"),
    staleTime: 60_000,
  }));
  return (actor) => {
    const id = actor.slice(actor.indexOf(":") + 1);
    if (id.startsWith("user_")) {
      if (account.data?.id === id) return text.circuits.actors.you;
      return members.data?.items.find(({ userId }) => userId === id)?.name ?? id;
    }
    if (id.startsWith("key_")) return text.circuits.actors.key;
    return id === "operator" ? text.circuits.actors.operator : id;
  };
}
