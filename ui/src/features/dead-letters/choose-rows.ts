/** What the API takes by name in one operation. */
export const MOST_CHOSEN = 1_000;

/** A box that was turned, and the one before it when they are the ends of a range. */
interface Turn {
  readonly id: string;
  readonly on: boolean;
  /** Null for this one alone. */
  readonly through: string | null;
}

/** @param ids of the rows in their order */
export function chooseRows(
  chosen: ReadonlySet<string>,
  ids: readonly string[],
  { id, on, through }: Turn,
): ReadonlySet<string> {
  const [one, other] = [ids.indexOf(id), through === null ? -1 : ids.indexOf(through)];
  const turned = one < 0 || other < 0 ? [id] : ids.slice(Math.min(one, other), Math.max(one, other) + 1);
  const next = new Set(chosen);
  for (const each of turned) {
    if (on) next.add(each);
    else next.delete(each);
  }
  return next;
}
