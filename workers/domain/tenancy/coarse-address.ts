import { readIPv6 } from "./ip-address.ts";

/**
 * A caller's network address as it is counted. IPv6 by its /64, which one household or one rented machine has to itself:
 * counted one by one, its addresses would be as many limits.
 */
export function coarseAddress(address: string): string {
  if (!address.includes(":")) return address;
  try {
    const groups = readIPv6(new URL(`https://[${address}]/`).hostname);
    if (groups === null) return address;
    const [a, b, c, d, e, f, g, h] = groups;
    if ((a | b | c | d | e) === 0 && f === 0xffff) return [g >> 8, g & 0xff, h >> 8, h & 0xff].join(".");
    return `${[a, b, c, d].map((group) => group.toString(16)).join(":")}::/64`;
  } catch {
    return address;
  }
}
