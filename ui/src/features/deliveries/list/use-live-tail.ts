import { type Accessor, createEffect, createSignal, on, onCleanup, untrack } from "solid-js";
import { answer, api } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";
import type { Delivery } from "../delivery-types.ts";
import type { DeliveryQuery } from "./delivery-filter.ts";
import { letIn, sortTail } from "./tail.ts";
import type { DeliveryList } from "./use-delivery-list.ts";

type Told = components["schemas"]["DeliveryTail"];

const ASKED_EVERY_MS = 2_000;
const SLOWEST_MS = 20_000;
const LIMIT = 100;

interface LiveTailOptions {
  readonly list: DeliveryList;
  readonly query: Accessor<DeliveryQuery>;
  /** Off: nothing is asked. */
  readonly isOn: Accessor<boolean>;
  /** Somebody reads, points or has scrolled down: what is new waits. */
  readonly isReading: Accessor<boolean>;
}

/**
 * Follows the log. What became of the listed rows is shown at once, in place; new rows come in at the top, and only while
 * nobody would lose their place by it.
 */
export function useLiveTail({ list, query, isOn, isReading }: LiveTailOptions) {
  const [waiting, setWaiting] = createSignal<readonly Delivery[]>([]);
  /** So many came that the rows between are not known: the list begins anew. */
  const [isTorn, setTorn] = createSignal(false);
  const [isLost, setLost] = createSignal(false);

  const take = (told: Told, isFirst: boolean) => {
    const pages = list.pages();
    const sorted = sortTail(pages, waiting(), told.items);
    const known = told.items.length - sorted.waiting.length;
    const isApart = isFirst && told.items.length >= LIMIT && known <= 0 && list.rows().length > 0;
    if (told.more || isApart) setTorn(true);
    if (sorted.changed.size > 0) list.write((before) => letIn(before, sorted.changed, []));
    setWaiting(sorted.waiting);
  };

  const show = () => {
    const arrived = waiting();
    setWaiting([]);
    if (isTorn()) {
      setTorn(false);
      void list.startOver();
    } else list.write((before) => letIn(before, new Map(), arrived));
  };

  createEffect(
    on([query, () => isOn() && list.isSettled()], ([asked, follows]) => {
      if (!follows) return;
      const stopped = new AbortController();
      let position: string | null = null;
      let failures = 0;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const ask = async () => {
        try {
          if (document.visibilityState === "visible") {
            const told = await follow(asked, position, stopped.signal);
            take(told, position === null);
            position = told.position;
          }
          failures = 0;
        } catch {
          failures += 1;
        }
        if (stopped.signal.aborted) return;
        setLost(failures > 0);
        timer = setTimeout(() => void ask(), Math.min(ASKED_EVERY_MS * 2 ** failures, SLOWEST_MS));
      };
      void untrack(ask);
      onCleanup(() => {
        stopped.abort();
        clearTimeout(timer);
      });
    }),
  );
  createEffect(on(query, () => setWaiting([]), { defer: true }));
  createEffect(() => {
    if ((waiting().length > 0 || isTorn()) && !isReading()) untrack(show);
  });

  return { waiting, isTorn, isLost, show };
}

function follow(query: DeliveryQuery, position: string | null, signal: AbortSignal): Promise<Told> {
  const after = position === null ? {} : { after: position };
  return answer(
    api.GET("/api/v1/deliveries/tail", { params: { query: { ...query, limit: LIMIT, ...after } }, signal }),
  );
}
