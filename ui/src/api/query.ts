import {
  useInfiniteQuery as useSuspendingInfiniteQuery,
  useQuery as useSuspendingQuery,
} from "@tanstack/solid-query";
import { $PROXY } from "solid-js";

/**
 * The store beneath a query of TanStack. The library's own proxy reads `data` through a resource, and that suspends the page
 * around it whenever a component begins to ask, even for what is in the cache: what is on the page leaves the document for
 * a moment, and comes back without the focus, the cursor and the letters typed meanwhile (measured every 30 s in an
 * editor, as often as permissions were asked for anew). Everything but `data` it hands through to the store, the store's name
 * for itself among it.
 */
function withoutSuspense<Query extends object>(query: Query): Query {
  return (query as Query & { readonly [$PROXY]: Query })[$PROXY];
}

/** As TanStack's, but reading `data` never suspends: it is undefined until there is an answer. */
export const useQuery = ((...query: Parameters<typeof useSuspendingQuery>) =>
  withoutSuspense(useSuspendingQuery(...query))) as typeof useSuspendingQuery;

/** As TanStack's, but reading `data` never suspends: it is undefined until there is an answer. */
export const useInfiniteQuery = ((...query: Parameters<typeof useSuspendingInfiniteQuery>) =>
  withoutSuspense(useSuspendingInfiniteQuery(...query))) as typeof useSuspendingInfiniteQuery;
