/** A host by its exact name, or every host below a name: `*.example.com`, which does not cover `example.com` itself. */
const WILDCARD = "*.";

export type HostPatternCheck =
  /** The form in which it is compared: lower case, punycode, addresses as a URL shows them. */
  { readonly ok: true; readonly pattern: string } | { readonly ok: false; readonly message: string };

const NOT_A_PATTERN =
  "A host is written alone, `hooks.example.com`, or as `*.example.com` for everything below it: no scheme, port or path.";

/**
 * One entry of a host list, normalised as targets are: `BÜCHER.example` and `xn--bcher-kva.example` are one host, and
 * `0x7f.1` in a list of denied hosts must not miss 127.0.0.1.
 */
export function checkHostPattern(text: string): HostPatternCheck {
  const wildcard = text.startsWith("*.");
  const host = wildcard ? text.slice(2) : text;
  if (host === "" || /[\s*/\\@?#%]/.test(host) || /:\d*$/.test(host)) {
    return { ok: false, message: NOT_A_PATTERN };
  }
  const hostname = hostnameOf(host);
  if (hostname === null) return { ok: false, message: NOT_A_PATTERN };
  if (hostname.endsWith(".")) return { ok: false, message: "A host name must not end with a dot." };
  const labels = hostname.split(".");
  if (labels.includes("")) return { ok: false, message: "The host name has an empty part." };
  if (!wildcard) return { ok: true, pattern: hostname };
  if (hostname.startsWith("[") || /\.\d+$/.test(hostname)) {
    return { ok: false, message: "Nothing is below an address: name the address itself." };
  }
  return { ok: true, pattern: `*.${hostname}` };
}

/** Does the first pattern take every host that the second one takes? */
export function coversPattern(wide: string, narrow: string): boolean {
  if (wide === narrow) return true;
  return wide.startsWith(WILDCARD) && narrow.endsWith(wide.slice(1));
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
