interface Query<T> {
  readonly data: T | undefined;
  readonly isPending: boolean;
  readonly isLoadingError: boolean;
}

/**
 * What a query answered, undefined until it did. While there is no answer, reading `query.data` itself suspends the page
 * around it, at the first asking and again at every repeated one that fails: what is on the page goes, and comes back
 * without the focus and what was being typed.
 */
export function arrived<T>(query: Query<T>): T | undefined {
  return query.isPending || query.isLoadingError ? undefined : query.data;
}
