import { type HostRuleFault, type HostRules, hostRuleFault } from "./host-rules.ts";
import { type AddressFault, addressFault } from "./ip-address.ts";

export interface TargetPolicy {
  /** Loopback, private addresses and local names are fine: the gateway runs on somebody's own machine. */
  readonly allowPrivate: boolean;
  readonly rules: HostRules;
}

export type TargetFault =
  | AddressFault
  | HostRuleFault
  | "invalid_url"
  | "too_long"
  | "unsupported_scheme"
  | "credentials_in_url"
  | "invalid_port"
  | "invalid_host"
  | "trailing_dot"
  | "metadata_host"
  | "local_host";

export type TargetUrlCheck =
  /** `url` is the normalised form without fragment: what must be stored and fetched. `hostname` is its host. */
  | { readonly ok: true; readonly url: string; readonly hostname: string }
  | { readonly ok: false; readonly reason: TargetFault; readonly message: string };

const MAX_URL_LENGTH = 2_048;

/** Names under which clouds serve credentials to whoever runs inside. Refused on every machine. */
const METADATA_HOSTS: ReadonlySet<string> = new Set([
  "metadata",
  "metadata.google.internal",
  "metadata.goog",
  "metadata.azure.internal",
  "instance-data",
  "instance-data.ec2.internal",
]);

/**
 * Suffixes that only a local resolver answers: RFC 6761 (localhost), RFC 6762 (local, and its appendix G: intranet,
 * private, corp, home, lan), RFC 8375 (home.arpa), ICANN's reservation of `internal` in 2024.
 */
const LOCAL_SUFFIXES = [
  "localhost",
  "localdomain",
  "local",
  "internal",
  "intranet",
  "private",
  "corp",
  "home",
  "lan",
  "home.arpa",
];

/** What a machine on a private network may reach and the shared gateway may not. */
const PRIVATE_FAULTS: ReadonlySet<TargetFault> = new Set<TargetFault>([
  "loopback_address",
  "private_address",
  "link_local_address",
  "local_host",
]);

const MESSAGES: Readonly<Record<TargetFault, string>> = {
  invalid_url: "This is not an absolute URL.",
  too_long: `A URL has at most ${MAX_URL_LENGTH} characters.`,
  unsupported_scheme: "Only http and https targets are delivered to.",
  https_required: "The organization's policy allows https targets only.",
  host_denied: "The organization's policy denies this host.",
  host_not_allowed: "This host is not among those that the organization's policy allows.",
  credentials_in_url: "A user name or password in the URL would show up in logs. Use a header.",
  invalid_port: "Port 0 cannot be reached.",
  invalid_host: "The host name has an empty or overlong part.",
  trailing_dot: "The host name must not end with a dot.",
  metadata_host: "This host serves cloud credentials.",
  local_host: "This name only exists on a local network.",
  loopback_address: "This address is the machine itself.",
  private_address: "This address is on a private network.",
  link_local_address: "This address is on the local link.",
  metadata_address: "This address serves cloud credentials.",
  unspecified_address: "This address is no destination.",
  multicast_address: "This address is a multicast group.",
  reserved_address: "This address is reserved.",
  documentation_address: "This address is for documentation only.",
  embedded_ipv4_address: "Write the IPv4 address itself, not wrapped into IPv6.",
};

/**
 * May the gateway send to this URL? Everything is judged after `new URL()`, which folds `0x7f.1`, `2130706433`,
 * `１２７.0.0.1` and `%3127.0.0.1` into 127.0.0.1; a check of the text itself would miss them.
 *
 * A name can still resolve to a private address: services/guard-target.ts asks this first and then the DNS.
 */
export function checkTargetUrl(text: string, policy: TargetPolicy): TargetUrlCheck {
  if (text.length > MAX_URL_LENGTH) return refuse("too_long");
  const url = parseUrl(text);
  if (url === null) return refuse("invalid_url");
  if (url.protocol !== "https:" && url.protocol !== "http:") return refuse("unsupported_scheme");
  if (url.username !== "" || url.password !== "") return refuse("credentials_in_url");
  if (url.port === "0") return refuse("invalid_port");

  const fault = hostFault(url.hostname);
  if (fault !== null && !(policy.allowPrivate && PRIVATE_FAULTS.has(fault))) return refuse(fault);
  const ruled = hostRuleFault(url.hostname, url.protocol, policy.rules);
  if (ruled !== null) return refuse(ruled);

  // A fragment is never sent, so two targets that differ in it only are the same target.
  url.hash = "";
  // Percent-encoding can make the normalised form longer than what was given.
  return url.href.length > MAX_URL_LENGTH
    ? refuse("too_long")
    : { ok: true, url: url.href, hostname: url.hostname };
}

function hostFault(hostname: string): TargetFault | null {
  const address = addressFault(hostname);
  if (address !== undefined) return address;
  return nameFault(hostname);
}

function nameFault(hostname: string): TargetFault | null {
  // `localhost.` is localhost to a resolver and something else to a list of names.
  if (hostname.endsWith(".")) return "trailing_dot";
  if (METADATA_HOSTS.has(hostname)) return "metadata_host";
  const labels = hostname.split(".");
  // RFC 1035, section 2.3.4: 63 characters per label, 253 in all.
  if (hostname.length > 253 || labels.some((label) => label === "" || label.length > 63))
    return "invalid_host";
  if (labels.length === 1) return "local_host";
  return LOCAL_SUFFIXES.some((suffix) => hostname.endsWith(`.${suffix}`)) ? "local_host" : null;
}

function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

function refuse(reason: TargetFault): TargetUrlCheck {
  return { ok: false, reason, message: MESSAGES[reason] };
}

/** What is wrong with an address, in a sentence. */
export function describeFault(fault: TargetFault): string {
  return MESSAGES[fault];
}
