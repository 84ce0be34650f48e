import { coversPattern } from "./host-pattern.ts";

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
  const covers = (pattern: string) => coversPattern(pattern, hostname);
  if (rules.deniedHosts.some(covers)) return "host_denied";
  return rules.allowedHosts === null || rules.allowedHosts.some(covers) ? null : "host_not_allowed";
}
