import { useNavigate } from "@solidjs/router";
import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from "solid-js";
import { useMay } from "~/api/account.ts";
import { answer, api, inOrganization, organizationId } from "~/api/client.ts";
import type { Permission } from "~/api/permission.ts";
import { useQuery } from "~/api/query.ts";
import { text } from "~/text/index.ts";
import { groupHits, isProxyCall, placeByPrefix, placeOf } from "./found-places.ts";
import { type Command, doThere } from "./palette-state.ts";
import { splitVerb, type Verb, type Wish } from "./split-verb.ts";

export interface FoundGroup {
  readonly label: string;
  readonly items: readonly Command[];
}

interface Found {
  readonly groups: Accessor<readonly FoundGroup[]>;
  readonly isLooking: Accessor<boolean>;
  readonly hasFailed: Accessor<boolean>;
}

/** What the page of an integration does for each verb. */
const DEEDS = {
  turn: { command: "integration.circuit", permission: "circuits:override" },
  test: { command: "integration.test", permission: "integrations:test" },
} as const satisfies Record<Verb, { readonly command: string; readonly permission: Permission }>;

const SHORTEST = 2;
const LONGEST = 200;
const PAUSE_MS = 180;

/** What the gateway knows by this name or id, asked when the typing pauses. */
export function useFound(query: Accessor<string>): Found {
  const navigate = useNavigate();
  const may = useMay();
  const wish = createMemo(() => {
    const split = splitVerb(query());
    return split !== null && may(DEEDS[split.verb].permission) ? split : null;
  });
  const wanted = createMemo(() => (wish()?.name ?? query()).trim().slice(0, LONGEST));
  const asked = usePaused(wanted);
  const isSearchable = () =>
    wanted().length >= SHORTEST && may("organization:read") && !isProxyCall(wanted());
  const go = (place: string) => navigate(`/o/${organizationId()}${place}`);
  const search = useQuery(() => ({
    queryKey: inOrganization("search", asked()),
    queryFn: ({ signal }) => answer(api.GET("/api/v1/search", { params: { query: { q: asked() } }, signal })),
    enabled: isSearchable() && asked().length >= SHORTEST,
    staleTime: 5_000,
    retry: false,
  }));
  const isCurrent = () => asked() === wanted();
  const byPrefix = (): readonly FoundGroup[] => {
    const id = wanted();
    const place = placeByPrefix(id);
    if (place === null) return [];
    return [{ label: text.shell.palette.groups.found, items: [{ id, label: id, run: () => go(place) }] }];
  };
  const deedsFor = ({ verb, word }: Wish): readonly FoundGroup[] => {
    const integrations = (search.data?.items ?? []).filter(({ kind }) => kind === "integration");
    if (integrations.length === 0) return [];
    const items = integrations.map((hit) => ({
      id: `${verb}:${hit.id}`,
      label: `${word} ${hit.name}`,
      hint: hit.detail ?? hit.id,
      run: () => {
        doThere(DEEDS[verb].command);
        go(placeOf(hit));
      },
    }));
    return [{ label: text.shell.palette.groups.act, items }];
  };
  const groups = createMemo((): readonly FoundGroup[] => {
    if (!may("organization:read") || isProxyCall(wanted())) return byPrefix();
    if (!isSearchable() || !isCurrent()) return [];
    const now = wish();
    if (now !== null) return deedsFor(now);
    return groupHits(search.data?.items ?? []).map(([kind, hits]) => ({
      label: text.shell.palette.kinds[kind],
      items: hits.map((hit) => ({
        id: `${kind}:${hit.id}`,
        label: hit.name,
        // By its id nobody can tell what was found, and by its name not which of two.
        hint: hit.detail ?? (hit.name === hit.id ? "" : hit.id),
        run: () => go(placeOf(hit)),
      })),
    }));
  });
  return {
    groups,
    isLooking: () => isSearchable() && (!isCurrent() || search.isPending),
    hasFailed: () => isSearchable() && isCurrent() && search.isError,
  };
}

/** Follows when nothing more was typed for a moment. An id that is pasted comes at once. */
function usePaused(value: Accessor<string>): Accessor<string> {
  const [paused, setPaused] = createSignal(value());
  let timer: ReturnType<typeof setTimeout> | undefined;
  createEffect(
    on(value, (now, before) => {
      clearTimeout(timer);
      const isPasted = now.length - (before?.length ?? 0) > 8;
      if (isPasted) setPaused(now);
      else timer = setTimeout(() => setPaused(now), PAUSE_MS);
    }),
  );
  onCleanup(() => clearTimeout(timer));
  return paused;
}
