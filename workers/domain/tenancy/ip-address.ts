/** Why an address is not one of the public Internet's. */
export type AddressFault =
  | "loopback_address"
  | "private_address"
  | "link_local_address"
  | "metadata_address"
  | "unspecified_address"
  | "multicast_address"
  | "reserved_address"
  | "documentation_address"
  | "embedded_ipv4_address";

/**
 * Where clouds answer with credentials. Some of these are public or private addresses by their range, so they are
 * looked up first: AWS, Azure, GCP, Oracle (169.254.169.254); AWS ECS and EKS; Alibaba; Azure's host agent; Oracle's
 * old one; AWS, GCP and Scaleway on IPv6.
 */
const METADATA_V4: ReadonlySet<string> = new Set([
  "169.254.169.254",
  "169.254.170.2",
  "169.254.170.23",
  "100.100.100.200",
  "168.63.129.16",
  "192.0.0.192",
]);
const METADATA_V6: ReadonlySet<string> = new Set(["[fd00:ec2::254]", "[fd20:ce::254]", "[fd00:42::42]"]);

/** IANA IPv4 Special-Purpose Address Registry (RFC 6890), plus multicast (RFC 5771). */
const SPECIAL_V4: readonly (readonly [base: string, bits: number, fault: AddressFault])[] = [
  ["0.0.0.0", 8, "unspecified_address"],
  ["10.0.0.0", 8, "private_address"],
  ["100.64.0.0", 10, "private_address"],
  ["127.0.0.0", 8, "loopback_address"],
  ["169.254.0.0", 16, "link_local_address"],
  ["172.16.0.0", 12, "private_address"],
  ["192.0.0.0", 24, "reserved_address"],
  ["192.0.2.0", 24, "documentation_address"],
  ["192.31.196.0", 24, "reserved_address"],
  ["192.52.193.0", 24, "reserved_address"],
  ["192.88.99.0", 24, "reserved_address"],
  ["192.168.0.0", 16, "private_address"],
  ["192.175.48.0", 24, "reserved_address"],
  ["198.18.0.0", 15, "reserved_address"],
  ["198.51.100.0", 24, "documentation_address"],
  ["203.0.113.0", 24, "documentation_address"],
  ["224.0.0.0", 4, "multicast_address"],
  ["240.0.0.0", 4, "reserved_address"],
];

/**
 * What is wrong with a host that is an IP address in the form `new URL()` gives it: dotted decimal, or IPv6 in
 * brackets, compressed and in lower case. Null for a public address. Undefined when the host is a name.
 */
export function addressFault(hostname: string): AddressFault | null | undefined {
  if (hostname.startsWith("[")) return ipv6Fault(hostname);
  const value = readIPv4(hostname);
  return value === null ? undefined : ipv4Fault(hostname, value);
}

function ipv4Fault(dotted: string, value: number): AddressFault | null {
  if (METADATA_V4.has(dotted)) return "metadata_address";
  for (const [base, bits, fault] of SPECIAL_V4) {
    const size = 2 ** (32 - bits);
    const first = readIPv4(base) ?? 0;
    if (value >= first && value < first + size) return fault;
  }
  return null;
}

/**
 * Only global unicast (2000::/3, RFC 4291) is public, and not all of it. Forms that carry an IPv4 address are
 * refused whatever they carry: no receiver needs them, and they are how 127.0.0.1 gets past a list of IPv4 ranges.
 */
function ipv6Fault(hostname: string): AddressFault | null {
  if (METADATA_V6.has(hostname)) return "metadata_address";
  const groups = readIPv6(hostname);
  if (groups === null) return "reserved_address";
  const [a, b, c, d, e, f, g, h] = groups;

  if ((a | b | c | d) === 0) {
    if ((e | f | g | h) === 0) return "unspecified_address";
    if ((e | f | g) === 0 && h === 1) return "loopback_address";
    // Compatible (::/96), mapped (::ffff:0:0/96) and translated (::ffff:0:0:0/96): RFC 4291, RFC 2765.
    if ((e === 0 && (f === 0 || f === 0xffff)) || (e === 0xffff && f === 0)) return "embedded_ipv4_address";
  }
  // NAT64 (RFC 6052, RFC 8215), 6to4 (RFC 3056), Teredo (RFC 4380), ISATAP under any prefix (RFC 5214).
  if (a === 0x64 && b === 0xff9b) return "embedded_ipv4_address";
  if (a === 0x2002 || (a === 0x2001 && b === 0)) return "embedded_ipv4_address";
  if ((e === 0 || e === 0x200) && f === 0x5efe) return "embedded_ipv4_address";

  if ((a & 0xfe00) === 0xfc00) return "private_address";
  if ((a & 0xffc0) === 0xfe80) return "link_local_address";
  // Site-local: deprecated by RFC 3879, still private where it is in use.
  if ((a & 0xffc0) === 0xfec0) return "private_address";
  if ((a & 0xff00) === 0xff00) return "multicast_address";
  if ((a & 0xe000) !== 0x2000) return "reserved_address";
  if (a === 0x2001 && b === 0xdb8) return "documentation_address";
  // 3fff::/20 (RFC 9637); 2001::/23 is for protocols (RFC 2928); 2620:4f:8000::/48 is AS112, 5f00::/16 is above.
  if (a === 0x3fff && b < 0x1000) return "documentation_address";
  if (a === 0x2001 && b < 0x200) return "reserved_address";
  if (a === 0x2620 && b === 0x4f && c === 0x8000) return "reserved_address";
  return null;
}

/**
 * Whether an address out of the DNS is public. There an address comes bare and in any spelling, so it is brought into
 * the form that `new URL()` gives first; what is no address at all is none of the public ones.
 */
export function resolvedAddressFault(address: string): AddressFault | null {
  if (!/^[0-9a-f.:]+$/i.test(address)) return "reserved_address";
  const host = address.includes(":") ? `[${address}]` : address;
  try {
    const fault = addressFault(new URL(`https://${host}/`).hostname);
    return fault === undefined ? "reserved_address" : fault;
  } catch {
    return "reserved_address";
  }
}

/** The number behind a dotted decimal address, or null when the text is none. */
function readIPv4(text: string): number | null {
  const parts = text.split(".");
  if (parts.length !== 4) return null;
  let value = 0;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return null;
    value = value * 256 + Number(part);
  }
  return value;
}

type Groups = readonly [number, number, number, number, number, number, number, number];

/** The eight groups of `[2001:db8::1]`. `new URL()` has already refused zones and turned dotted tails into hex. */
export function readIPv6(bracketed: string): Groups | null {
  const [head = "", tail, ...more] = bracketed.slice(1, -1).split("::");
  if (more.length > 0) return null;
  const front = head === "" ? [] : head.split(":");
  const back = tail === undefined || tail === "" ? [] : tail.split(":");
  const missing = 8 - front.length - back.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const texts = [...front, ...Array.from({ length: missing }, () => "0"), ...back];
  if (texts.some((text) => !/^[0-9a-f]{1,4}$/.test(text))) return null;
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = texts.map((text) =>
    Number.parseInt(text, 16),
  );
  return [a, b, c, d, e, f, g, h];
}
