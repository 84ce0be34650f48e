/** How callers reach the integration's target through `/proxy/{integration}/…`. */
export interface ProxySettings {
  /** What may be called. */
  readonly methods: readonly string[];
}
