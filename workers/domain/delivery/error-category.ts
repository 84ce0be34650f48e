/** Why an attempt failed, in the seven words operators filter by. */
export const ERROR_CATEGORIES = [
  "NETWORK",
  "TIMEOUT",
  "AUTH",
  "RATE_LIMIT",
  "VALIDATION",
  "SERVER_ERROR",
  "CLIENT_ERROR",
] as const;

export type ErrorCategory = (typeof ERROR_CATEGORIES)[number];

/** Those that often pass by themselves: only they may come back from the dead letters without an operator. */
export const TRANSIENT_CATEGORIES: ReadonlySet<ErrorCategory> = new Set<ErrorCategory>([
  "NETWORK",
  "TIMEOUT",
  "RATE_LIMIT",
  "SERVER_ERROR",
]);
