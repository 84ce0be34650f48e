import { useNavigate } from "@solidjs/router";
import { type Accessor, createMemo } from "solid-js";
import { organizationId } from "~/api/client.ts";
import type { Command } from "./palette-state.ts";

/** An id says by its beginning what it is of. */
const PLACES_BY_PREFIX: Readonly<Record<string, (id: string) => string>> = {
  dlv: (id) => `/deliveries/${id}`,
  evt: (id) => `/events/${id}`,
  int: (id) => `/integrations/${id}`,
  src: (id) => `/sources/${id}`,
  job: (id) => `/jobs?job=${id}`,
  crd: (id) => `/credentials/${id}`,
};

/** What an id that was pasted into the palette leads to. */
export function useFound(query: Accessor<string>): {
  items: Accessor<readonly Command[]>;
  isLooking: Accessor<boolean>;
} {
  const navigate = useNavigate();
  const items = createMemo((): readonly Command[] => {
    const id = query().trim();
    const place = PLACES_BY_PREFIX[id.split("_")[0] ?? ""];
    if (place === undefined || !id.includes("_")) return [];
    return [{ id, label: id, run: () => navigate(`/o/${organizationId()}${place(id)}`) }];
  });
  return { items, isLooking: () => false };
}
