interface Query<T> {
  readonly data: T | undefined;
  readonly isPending: boolean;
}

/**
 * What a query answered, undefined until it did. Read anywhere but below a QueryView, `query.data` itself would suspend the
 * whole page until then: what is on it would go, and come back without the focus.
 */
export function arrived<T>(query: Query<T>): T | undefined {
  return query.isPending ? undefined : query.data;
}
