import { createSignal } from "solid-js";
import { answer, api, inOrganization } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";
import { usePages } from "../connect/use-pages.ts";
import type { DeliveryQuery } from "../deliveries/list/delivery-filter.ts";
import type { ProxyCall } from "./call-types.ts";

type Category = components["schemas"]["ProxyCallSummary"]["category"];

/** Often enough to see a call that was just made; the log itself is half a second behind. */
const ASKED_EVERY_MS = 3_000;
const PAGE = 100;

export interface CallFilter {
  readonly query: () => DeliveryQuery;
  readonly gatewayError: () => string | null;
}

/** The newest calls. It asks again by itself until somebody reads further back or points at a row: nothing may jump then. */
export function useCalls({ query, gatewayError }: CallFilter) {
  const [isDeep, setDeep] = createSignal(false);
  const [isPointedAt, setPointedAt] = createSignal(false);
  const [scanned, setScanned] = createSignal(0);
  const asked = () => {
    const { category, integrationId, httpStatus, from, to } = query();
    const code = gatewayError();
    return {
      limit: PAGE,
      ...(category === undefined ? {} : { category: category as NonNullable<Category> }),
      ...(integrationId === undefined ? {} : { integrationId }),
      // The log of calls knows codes and no classes of them.
      ...(httpStatus === undefined || !/^\d{3}$/.test(httpStatus) ? {} : { httpStatus: Number(httpStatus) }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      ...(code === null ? {} : { gatewayError: code }),
    };
  };
  const isLive = () => !isDeep() && !isPointedAt();
  const pages = usePages<ProxyCall>(() => {
    const wanted = asked();
    return {
      queryKey: inOrganization("proxy-calls", JSON.stringify(wanted)),
      fetchPage: async (cursor, signal) => {
        const query = { ...wanted, ...(cursor === undefined ? {} : { cursor }) };
        const page = await answer(api.GET("/api/v1/proxy-calls", { params: { query }, signal }));
        setScanned((before) => (cursor === undefined ? 0 : before) + page.scanned);
        return page;
      },
      ...(isLive() ? { refetchInterval: ASKED_EVERY_MS } : {}),
    };
  });
  return {
    ...pages,
    scanned,
    isLive,
    setPointedAt,
    more: () => {
      // The end of a short list is near from the beginning.
      if (!pages.hasMore()) return;
      setDeep(true);
      pages.more();
    },
    refresh: () => {
      setDeep(false);
      void pages.query.refetch();
    },
  };
}
