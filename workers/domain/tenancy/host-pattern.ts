/** A host by its exact name, or every host below a name: `*.example.com`, which does not cover `example.com` itself. */
const WILDCARD = "*.";
const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/;
const MAX_LENGTH = 255;

/** The pattern as it is kept and compared: lower case, international names in ASCII. Null for what is no pattern. */
export function normaliseHostPattern(text: string): string | null {
  const trimmed = text.trim();
  const wildcard = trimmed.startsWith(WILDCARD);
  const name = wildcard ? trimmed.slice(WILDCARD.length) : trimmed;
  // A port, a path or a name and password would be silently dropped by the parser.
  if (name === "" || /[\s/\\@?#*%]/.test(name) || (name.includes(":") && !name.startsWith("["))) return null;
  const host = hostnameOf(name);
  if (host === null || host.endsWith(".") || host.length > MAX_LENGTH) return null;
  if (wildcard && (IPV4.test(host) || host.startsWith("["))) return null;
  return wildcard ? WILDCARD + host : host;
}

/** Does the first pattern take every host that the second one takes? */
export function coversPattern(wide: string, narrow: string): boolean {
  if (wide === narrow) return true;
  return wide.startsWith(WILDCARD) && narrow.endsWith(wide.slice(1));
}

/** @param host as `URL.hostname` has it */
export function matchesHost(patterns: readonly string[], host: string): boolean {
  return patterns.some((pattern) => coversPattern(pattern, host));
}

/** The hosts that both lists take; null is any host. */
export function intersectHosts(
  a: readonly string[] | null,
  b: readonly string[] | null,
): readonly string[] | null {
  if (a === null || b === null) return a === null && b === null ? null : reduce(a ?? b ?? []);
  return reduce([
    ...a.filter((pattern) => b.some((other) => coversPattern(other, pattern))),
    ...b.filter((pattern) => a.some((other) => coversPattern(other, pattern))),
  ]);
}

export function uniteHosts(a: readonly string[], b: readonly string[]): readonly string[] {
  return reduce([...a, ...b]);
}

/** One way to write each set: sorted, without what another pattern covers. */
function reduce(patterns: readonly string[]): readonly string[] {
  const unique = [...new Set(patterns)];
  return unique
    .filter((pattern) => !unique.some((other) => other !== pattern && coversPattern(other, pattern)))
    .sort();
}

function hostnameOf(name: string): string | null {
  try {
    return new URL(`https://${name}/`).hostname;
  } catch {
    return null;
  }
}
