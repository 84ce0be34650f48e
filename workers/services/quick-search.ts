import type { Permission } from "#domain/access/permissions";
import { BUILT_IN_ROLES } from "#domain/access/roles";
import { ANY_DELIVERY } from "#domain/operations/delivery-filter";
import { locateEvent } from "#domain/operations/event-locator";
import type { DeliverySearch } from "#domain/operations/ports";
import {
  type QuickSearch,
  SEARCHED,
  SEARCHED_KINDS,
  type SearchedKind,
  type SearchHit,
} from "#domain/operations/quick-search";

interface Services {
  readonly quickSearch: QuickSearch;
  readonly deliverySearch: DeliverySearch;
}

const MOST_OF_A_KIND = 5;

/** What a word may mean in the organization, of the kinds that its finder may read. The kinds in their order. */
export async function searchQuickly(
  { quickSearch, deliverySearch }: Services,
  orgId: string,
  text: string,
  permissions: ReadonlySet<Permission>,
): Promise<readonly SearchHit[]> {
  const kinds = new Set(SEARCHED_KINDS.filter((kind) => permissions.has(SEARCHED[kind])));
  const [named, events] = await Promise.all([
    quickSearch.find(orgId, kinds, text, MOST_OF_A_KIND),
    kinds.has("event") ? findEvent(deliverySearch, orgId, text) : [],
  ]);
  const rank = (kind: SearchedKind) => SEARCHED_KINDS.indexOf(kind);
  const builtIn = kinds.has("role") ? findBuiltInRoles(text) : [];
  const roles = firstOf([...builtIn, ...named.filter(({ kind }) => kind === "role")], text);
  const hits = [...named.filter(({ kind }) => kind !== "role"), ...roles, ...events];
  // A whole id means that one thing, whatever else has it in its name.
  return hits.toSorted(
    (a, b) => Number(b.id === text) - Number(a.id === text) || rank(a.kind) - rank(b.kind),
  );
}

/** They are in no table: every organization has them. */
function findBuiltInRoles(text: string): readonly SearchHit[] {
  const wanted = text.toLowerCase();
  return BUILT_IN_ROLES.filter(({ id, name }) => id === text || name.toLowerCase().includes(wanted)).map(
    ({ id, name, description }) => ({ kind: "role", id, name, detail: description }),
  );
}

/** Those that begin with the word first, as in every other kind. */
function firstOf(hits: readonly SearchHit[], text: string): readonly SearchHit[] {
  const begins = ({ name }: SearchHit) => Number(name.toLowerCase().startsWith(text.toLowerCase()));
  const sorted = hits.toSorted((a, b) => begins(b) - begins(a) || a.name.localeCompare(b.name));
  return sorted.slice(0, MOST_OF_A_KIND);
}

/** By its whole id. One that is named like the gateway's own, but is not, has no index: a palette does not wait for that. */
async function findEvent(
  deliverySearch: DeliverySearch,
  orgId: string,
  eventId: string,
): Promise<readonly SearchHit[]> {
  if (locateEvent(eventId).kind === "unknown") return [];
  const filter = { ...ANY_DELIVERY, eventId };
  const { rows } = await deliverySearch.page(orgId, filter, { after: null, limit: 1, order: "newest" });
  return rows.map(({ eventType }) => ({ kind: "event", id: eventId, name: eventType, detail: null }));
}
