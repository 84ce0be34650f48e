import { isSensitiveHeader, REDACTED } from "./redact-headers.ts";

/** Shorter ones would be found where they are not meant, and there is little to protect. */
const MIN_LENGTH = 8;

/** What of a request's headers is secret: the values, and what follows a scheme (`Bearer …`) by itself. */
export function secretValues(headers: Readonly<Record<string, string>>): readonly string[] {
  const found = new Set<string>();
  for (const [name, value] of Object.entries(headers)) {
    if (!isSensitiveHeader(name)) continue;
    found.add(value);
    found.add(value.slice(value.lastIndexOf(" ") + 1));
  }
  // The longest first: what remains of a longer one would else keep its head.
  return [...found].filter((value) => value.length >= MIN_LENGTH).sort((a, b) => b.length - a.length);
}

/** A receiver that answers with the request it got, as test servers and proxies' error pages do, must not fill the log with keys. */
export function redactValues(text: string, secrets: readonly string[]): string {
  let shown = text;
  for (const secret of secrets) {
    if (shown.includes(secret)) shown = shown.replaceAll(secret, REDACTED);
    // Within JSON a quote or a backslash of the secret has another spelling.
    const escaped = JSON.stringify(secret).slice(1, -1);
    if (escaped !== secret && shown.includes(escaped)) shown = shown.replaceAll(escaped, REDACTED);
  }
  return shown;
}
