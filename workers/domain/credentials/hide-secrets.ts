/** In place of a secret wherever something is kept for people to read. */
const HIDDEN = "[redacted]";

/** Shorter ones cannot be told from ordinary text: hiding every "ab" would make the log unreadable and hide nothing. */
const MIN_LENGTH = 4;

/**
 * A function that takes these secrets out of any text. A target may send back what it was sent, in an error page or an
 * echo, as it is or in another writing: in a URL, in JSON, in base64.
 *
 * @param base64 of a text's UTF-8 bytes
 * @returns asks of every text whether it was cut off: then a secret may begin at its end
 */
export function secretHider(
  secrets: readonly string[],
  base64: (text: string) => string,
): (text: string, cutOff: boolean) => string {
  const writings = new Set<string>();
  for (const secret of secrets) {
    if (secret.length < MIN_LENGTH) continue;
    const url = encodeURIComponent(secret);
    const json = JSON.stringify(secret).slice(1, -1);
    for (const writing of [secret, url, url.replaceAll("%20", "+"), json, base64(secret)])
      writings.add(writing);
  }
  // The longest first: a writing that contains another one must not leave its own rest behind.
  const ordered = [...writings].toSorted((a, b) => b.length - a.length);
  return (text, cutOff) => {
    let shown = text;
    for (const writing of ordered) shown = shown.replaceAll(writing, HIDDEN);
    return cutOff ? ordered.reduce(hideBegun, shown) : shown;
  };
}

function hideBegun(text: string, secret: string): string {
  for (let length = Math.min(secret.length - 1, text.length); length >= MIN_LENGTH; length--) {
    if (text.endsWith(secret.slice(0, length))) return text.slice(0, -length) + HIDDEN;
  }
  return text;
}
