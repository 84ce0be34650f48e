import type { EventType } from "./event-type-queries.ts";

export const ORIGINS = ["all", "own", "template", "archived"] as const;
export type Origin = (typeof ORIGINS)[number];

/** By origin, and by every word of the search in name or description. */
export function findEventTypes(
  types: readonly EventType[],
  origin: Origin,
  query: string,
): readonly EventType[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  return types.filter(({ name, description, source }) => {
    if ((origin === "own" || origin === "template") && source !== origin) return false;
    const about = `${name} ${description}`.toLowerCase();
    return wanted.every((word) => about.includes(word));
  });
}
