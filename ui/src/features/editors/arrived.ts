interface Query<T> {
  readonly isPending: boolean;
  readonly data: T | undefined;
}

/** A query's answer, undefined until it is there. Asked for too early it would suspend the tab, and take its editors away. */
export function arrived<T>(query: Query<T>): T | undefined {
  return query.isPending ? undefined : query.data;
}
