/** `key` alone would also hide what helps (`idempotency-key`), so keys are named with what they open. */
const SENSITIVE =
  /auth|cookie|token|secret|passw|pwd|credential|signature|hmac|session|jwt|bearer|(api|access|account|private|shared|subscription|functions?|secure)[-_]?key|^x[-_]key$/i;

export const REDACTED = "[redacted]";

/** The same few names come thousands of times a second; a receiver that invents new ones only starts it anew. */
const judged = new Map<string, boolean>();
const MAX_JUDGED = 1_000;

/** May this header's value be shown? Judged by its name: better one value too many hidden than one key in a log. */
export function isSensitiveHeader(name: string): boolean {
  const known = judged.get(name);
  if (known !== undefined) return known;
  const sensitive = SENSITIVE.test(name);
  if (judged.size >= MAX_JUDGED) judged.clear();
  judged.set(name, sensitive);
  return sensitive;
}

/** What of a request's or answer's headers may be kept in the log. */
export function redactHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const name in headers) shown[name] = isSensitiveHeader(name) ? REDACTED : (headers[name] ?? "");
  return shown;
}
