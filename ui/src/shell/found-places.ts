import type { components } from "~/api/openapi.d.ts";

export type Hit = components["schemas"]["SearchResults"]["items"][number];
export type HitKind = Hit["kind"];

/** In the order in which they are shown. */
export const HIT_KINDS = [
  "integration",
  "source",
  "delivery",
  "event",
  "job",
  "event_type",
  "lookup_table",
  "credential",
  "member",
  "role",
  "api_key",
] as const satisfies readonly HitKind[];

/** Where each of them is looked at, below `/o/{organization}`. */
const PLACES: Readonly<Record<HitKind, (id: string, name: string) => string>> = {
  integration: (id) => `/integrations/${id}`,
  source: (id) => `/sources/${id}`,
  credential: (id) => `/credentials/${id}`,
  event_type: (id) => `/event-types/${encodeURIComponent(id)}`,
  lookup_table: (id) => `/lookup-tables/${encodeURIComponent(id)}`,
  member: (_id, name) => `/members?q=${encodeURIComponent(name)}`,
  role: (id) => `/roles/${id}`,
  api_key: (id) => `/api-keys?key=${id}`,
  delivery: (id) => `/deliveries/${id}`,
  event: (id) => `/events/${id}`,
  job: (id) => `/jobs?job=${id}`,
};

export function placeOf({ kind, id, name }: Hit): string {
  return PLACES[kind](id, name);
}

const KINDS_BY_PREFIX: Readonly<Record<string, HitKind>> = {
  dlv: "delivery",
  evt: "event",
  int: "integration",
  src: "source",
  job: "job",
  cred: "credential",
};

/** What an id says by its beginning: for whoever may not search. */
export function placeByPrefix(text: string): string | null {
  if (isProxyCall(text)) return `/proxy-calls/${text}`;
  const kind = /^[a-z]+_\w+$/.test(text) ? KINDS_BY_PREFIX[text.split("_")[0] ?? ""] : undefined;
  return kind === undefined ? null : PLACES[kind](text, text);
}

/** A call through the proxy is not in the search, and its id says what it is. */
export function isProxyCall(text: string): boolean {
  return /^pxc_\w+$/.test(text);
}

/** Hits of one kind under one heading, and no heading without any. The kind of the likeliest hit comes first. */
export function groupHits(hits: readonly Hit[]): readonly (readonly [HitKind, readonly Hit[]])[] {
  // A name that an organization shares with a template of all is told twice, and leads to one page.
  const once = [...new Map(hits.map((hit) => [placeOf(hit), hit])).values()];
  const byKind = Map.groupBy(once, ({ kind }) => kind);
  const first = hits[0]?.kind;
  const kinds = first === undefined ? [] : [first, ...HIT_KINDS.filter((kind) => kind !== first)];
  return kinds.flatMap((kind) => {
    const members = byKind.get(kind);
    return members === undefined ? [] : [[kind, members] as const];
  });
}
