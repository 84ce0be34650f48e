import { useMay } from "~/api/account.ts";
import { answer, api, inOrganization } from "~/api/client.ts";
import { useQuery } from "~/api/query.ts";
import { useActorName } from "../circuits/use-actor-name.ts";

const LOOKED_AT = 3;
const AGAIN_MS = 1_500;
const TRIES = 20;

/** One version of something that was changed. */
export interface ChangedVersion {
  readonly kind: "integration" | "source";
  readonly id: string;
  readonly updatedAt: string;
}

/**
 * The name of whoever made exactly this version, from the audit log; null while it is not known. The log's search follows
 * the changes by seconds, so it is asked again for a while.
 */
export function useWhoChanged(version: () => ChangedVersion): () => string | null {
  const may = useMay();
  const found = useQuery(() => ({
    queryKey: inOrganization("changed-by", version().kind, version().id, version().updatedAt),
    queryFn: ({ signal }) => findAuthor(version(), signal),
    enabled: may("audit:read"),
    refetchInterval: (query) =>
      query.state.data === null && query.state.dataUpdateCount < TRIES ? AGAIN_MS : false,
    throwOnError: false,
  }));
  const nameOf = useActorName();
  return () => {
    const actor = found.data ?? null;
    if (actor === null) return null;
    const known = nameOf(`user:${actor.id}`);
    return known === actor.id ? actor.name : known;
  };
}

async function findAuthor(
  { kind, id, updatedAt }: ChangedVersion,
  signal: AbortSignal,
): Promise<{ readonly id: string; readonly name: string } | null> {
  const query = { targetKind: kind, targetId: id, action: `${kind}.updated`, limit: LOOKED_AT };
  const { items } = await answer(api.GET("/api/v1/audit", { params: { query }, signal }));
  for (const { seq, actor } of items) {
    const entry = await answer(
      api.GET("/api/v1/audit/{seq}", { params: { path: { seq: String(seq) } }, signal }),
    );
    const after = entry.after as { readonly updatedAt?: unknown } | null;
    if (after?.updatedAt === updatedAt) return actor;
  }
  return null;
}
