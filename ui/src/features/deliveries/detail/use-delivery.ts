import type { Accessor } from "solid-js";
import { answer, api, inOrganization } from "~/api/client.ts";
import { useQuery } from "~/api/query.ts";
import { isMoving } from "../delivery-types.ts";

const ASKED_EVERY_MS = 3_000;

/** One delivery with all its attempts; asked for again as long as something still happens to it. */
export function useDelivery(id: Accessor<string>) {
  return useQuery(() => ({
    queryKey: inOrganization("deliveries", "one", id()),
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/deliveries/{id}", { params: { path: { id: id() } }, signal })),
    refetchInterval: ({
      state,
    }: {
      state: { data: { status: Parameters<typeof isMoving>[0] } | undefined };
    }) => (state.data !== undefined && isMoving(state.data.status) ? ASKED_EVERY_MS : false),
  }));
}

/** An event and all that came of it. */
export function useEvent(id: Accessor<string>) {
  return useQuery(() => ({
    queryKey: inOrganization("events", id()),
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/events/{id}", { params: { path: { id: id() } }, signal })),
  }));
}
