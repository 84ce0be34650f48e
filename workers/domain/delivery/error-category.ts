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
