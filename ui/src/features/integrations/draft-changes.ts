import type { components } from "~/api/openapi.d.ts";
import { isMasked } from "./header-rows.ts";

export type Integration = components["schemas"]["Integration"];
export type IntegrationChanges = components["schemas"]["IntegrationPatch"];
/** A member that can be changed. */
export type Member = keyof IntegrationChanges;

export const MEMBERS = [
  "name",
  "enabled",
  "eventTypes",
  "filter",
  "url",
  "method",
  "headers",
  "timeoutMs",
  "bodyFormat",
  "credentialId",
  "signing",
  "retry",
  "deadLetter",
  "validation",
  "transform",
  "protocol",
  "graphql",
  "proxy",
  "flow",
] as const satisfies readonly Member[];

/** Adds changes to those there are; what is again as it is stored is a change no more. */
export function withChanges(
  record: Integration,
  changes: IntegrationChanges,
  added: IntegrationChanges,
): IntegrationChanges {
  const all = { ...changes, ...added };
  const kept = MEMBERS.filter((member) => member in all && !sameSetting(member, all[member], record[member]));
  const isNew = kept.some(
    (member) => !(member in changes) || !sameSetting(member, all[member], changes[member]),
  );
  // The same object when nothing is new: fields that repeat what they show must not set everything off again.
  if (!isNew && kept.length === Object.keys(changes).length) return changes;
  return Object.fromEntries(kept.map((member) => [member, all[member]]));
}

export function differingMembers(one: Integration, other: Integration): readonly Member[] {
  return MEMBERS.filter((member) => !sameJson(one[member], other[member]));
}

/** What can be changed of an integration, as one JSON. */
export function settingsOf(record: Integration): Readonly<Record<Member, unknown>> {
  return Object.fromEntries(MEMBERS.map((member) => [member, record[member]])) as Record<Member, unknown>;
}

/** What undoes these changes. Null when it is not known: of a masked header nobody but the gateway has the value. */
export function previousOf(before: Integration, sent: IntegrationChanges): IntegrationChanges | null {
  const masked = "headers" in sent && Object.values(before.headers).some(isMasked);
  if (masked) return null;
  const settings = settingsOf(before);
  const members = MEMBERS.filter((member) => member in sent);
  return Object.fromEntries(members.map((member) => [member, settings[member]]));
}

/** What a mapping makes has its members in the mapping's order: rows that were only moved are a change, too. */
function sameSetting(member: Member, one: unknown, other: unknown): boolean {
  const isOrdered = member === "transform" || member === "graphql";
  return isOrdered ? JSON.stringify(one) === JSON.stringify(other) : sameJson(one, other);
}

/** The order of an object's members does not matter, as it does not to the gateway. */
export function sameJson(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(
    entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([k, member]) => [k, sorted(member)]),
  );
}
