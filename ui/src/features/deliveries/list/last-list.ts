import { createSignal } from "solid-js";
import { organizationId } from "~/api/client.ts";

interface LastList {
  readonly org: string | null;
  readonly rows: readonly { readonly id: string }[];
  readonly href: string;
}

const [lastList, setLastList] = createSignal<LastList>({ org: null, rows: [], href: "" });

/** The list that was looked at last: from one of its deliveries one goes to the next, and back to where one was. */
export function rememberList(rows: LastList["rows"], href: string): void {
  setLastList({ org: organizationId(), rows, href });
}

export function neighboursOf(id: string): {
  readonly previous: string | null;
  readonly next: string | null;
  readonly href: string | null;
} {
  const { org, rows, href } = lastList();
  const at = org === organizationId() ? rows.findIndex((row) => row.id === id) : -1;
  if (at === -1) return { previous: null, next: null, href: null };
  return { previous: rows[at - 1]?.id ?? null, next: rows[at + 1]?.id ?? null, href };
}
