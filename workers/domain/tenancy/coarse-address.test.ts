import { expect, test } from "vitest";
import { coarseAddress } from "./coarse-address.ts";

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:DB8:1:2::9", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["nonsense", "nonsense"],
  ["fe80::1%eth0", "fe80::1%eth0"],
])("%s is counted as %s", (address, coarse) => {
  expect(coarseAddress(address)).toBe(coarse);
});
