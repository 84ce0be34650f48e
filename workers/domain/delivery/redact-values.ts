import { isSensitiveHeader, REDACTED } from "./redact-headers.ts";

/** Shorter ones would be found where they are not meant, and there is little to protect. */
const MIN_LENGTH = 8;
/** Sensitive by its name, and nothing that anybody could use again. */
const SIGNATURE = "webhook-signature";

/**
 * What of a request's headers is secret, in every spelling to look for: the value, what follows a scheme (`Bearer …`) by
 * itself, and both as JSON would have them. Most integrations have none, and then nothing is looked for.
 */
export function secretValues(headers: Readonly<Record<string, string>>): readonly string[] {
  const found: string[] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (name === SIGNATURE || !isSensitiveHeader(name)) continue;
    const proper = value.slice(value.lastIndexOf(" ") + 1);
    found.push(value, JSON.stringify(value).slice(1, -1), proper, JSON.stringify(proper).slice(1, -1));
  }
  // The longest first: what remains of a longer one would else keep its head.
  return [...new Set(found)]
    .filter((value) => value.length >= MIN_LENGTH)
    .sort((a, b) => b.length - a.length);
}

/** A receiver that answers with the request it got, as test servers and proxies' error pages do, must not fill the log with keys. */
export function redactValues(text: string, secrets: readonly string[]): string {
  return secrets.reduce(
    (shown, secret) => (shown.includes(secret) ? shown.replaceAll(secret, REDACTED) : shown),
    text,
  );
}
