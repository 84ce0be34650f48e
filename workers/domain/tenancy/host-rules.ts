/** Where an organization's deliveries may go, beyond what is true for everybody. */
export interface HostRules {
  readonly httpsOnly: boolean;
  /** Null: every public host. An empty list: none. */
  readonly allowedHosts: readonly string[] | null;
  /** Wins over `allowedHosts`. */
  readonly deniedHosts: readonly string[];
}

export const NO_HOST_RULES: HostRules = { httpsOnly: false, allowedHosts: null, deniedHosts: [] };

export type HostRuleFault = "https_required" | "host_denied" | "host_not_allowed";

/**
 * What these rules have against a target, or null.
 *
 * @param hostname as `new URL()` gives it: lower case, punycode, IPv6 in brackets
 * @param protocol with its colon: `https:`
 */
export function hostRuleFault(hostname: string, protocol: string, rules: HostRules): HostRuleFault | null {
  if (rules.httpsOnly && protocol !== "https:") return "https_required";
  const covers = (pattern: string) => matchesHost(pattern, hostname);
  if (rules.deniedHosts.some(covers)) return "host_denied";
  return rules.allowedHosts === null || rules.allowedHosts.some(covers) ? null : "host_not_allowed";
}

/** `*.example.com` covers what is below example.com at any depth, and not example.com itself. */
function matchesHost(pattern: string, hostname: string): boolean {
  return pattern.startsWith("*.") ? hostname.endsWith(pattern.slice(1)) : pattern === hostname;
}

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

function hostnameOf(host: string): string | null {
  try {
    return new URL(`https://${host}/`).hostname;
  } catch {
    return null;
  }
}
