import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NO_HOST_RULES } from "./host-rules.ts";
import { resolvedAddressFault } from "./ip-address.ts";
import { checkTargetUrl, type TargetFault, type TargetPolicy, type TargetUrlCheck } from "./target-url.ts";

const SHARED: TargetPolicy = { allowPrivate: false, rules: NO_HOST_RULES };
const LOCAL: TargetPolicy = { allowPrivate: true, rules: NO_HOST_RULES };

const check = (url: string, policy: TargetPolicy = SHARED): TargetUrlCheck => checkTargetUrl(url, policy);
const reasonOf = (result: TargetUrlCheck): TargetFault | "allowed" => (result.ok ? "allowed" : result.reason);

describe("public targets are allowed, in their normalised form", () => {
  test.each([
    ["https://example.com", "https://example.com/"],
    ["HTTPS://Example.COM:443/Path?q=1#part", "https://example.com/Path?q=1"],
    ["http://example.com:8080/x", "http://example.com:8080/x"],
    ["https://sub.example.co.uk/a%20b/ž", "https://sub.example.co.uk/a%20b/%C5%BE"],
    ["https://bücher.example/", "https://xn--bcher-kva.example/"],
    ["https://8.8.8.8/", "https://8.8.8.8/"],
    ["https://134744072/", "https://8.8.8.8/"],
    ["https://[2606:4700:4700::1111]/", "https://[2606:4700:4700::1111]/"],
    ["https://[2A00:1450:4001:0:0:0:0:1]/", "https://[2a00:1450:4001::1]/"],
    ["https://localhost.example.com/", "https://localhost.example.com/"],
    ["https://shop.mylocal/", "https://shop.mylocal/"],
    ["https://internal.example.com/", "https://internal.example.com/"],
    ["https://notinternal.com/", "https://notinternal.com/"],
    ["https://hooks_1.example.com/", "https://hooks_1.example.com/"],
    ["https://10.0.0.1.example.com/", "https://10.0.0.1.example.com/"],
    ["https://@example.com/", "https://example.com/"],
  ])("%s", (url, normalised) => {
    expect(check(url)).toEqual({ ok: true, url: normalised, hostname: new URL(normalised).hostname });
  });

  // The neighbours of every refused IPv4 range: one address too many in a mask shows up here.
  test.each([
    "1.0.0.0",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.0",
    "169.253.255.255",
    "169.255.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "191.255.255.255",
    "192.0.1.0",
    "192.0.3.0",
    "192.167.255.255",
    "192.169.0.0",
    "198.17.255.255",
    "198.20.0.0",
    "198.51.99.255",
    "198.51.101.0",
    "203.0.112.255",
    "203.0.114.0",
    "223.255.255.255",
    "192.88.98.255",
    "192.88.100.0",
  ])("%s is next to a refused range, but outside of it", (address) => {
    expect(reasonOf(check(`https://${address}/`))).toBe("allowed");
  });

  test.each([
    "2000::1",
    "2001:200::1",
    "2003::1",
    "2400:cb00::1",
    "2620:fe::fe",
    "3ffe::1",
    "2001:db7::1",
    "2001:db9::1",
    "3fff:1000::1",
  ])("[%s] is global unicast", (address) => {
    expect(reasonOf(check(`https://[${address}]/`))).toBe("allowed");
  });
});

describe("every spelling of an address that is not public is refused", () => {
  test.each<[string, TargetFault]>([
    // 127.0.0.1, as people write it to get past a list.
    ["127.0.0.1", "loopback_address"],
    ["127.255.255.255", "loopback_address"],
    ["127.1", "loopback_address"],
    ["127.0.1", "loopback_address"],
    ["2130706433", "loopback_address"],
    ["0x7f000001", "loopback_address"],
    ["0x7f.0.0.1", "loopback_address"],
    ["0X7F.1", "loopback_address"],
    ["0177.0.0.1", "loopback_address"],
    ["017700000001", "loopback_address"],
    ["0177.0x0.0.1", "loopback_address"],
    ["127.0.0.1.", "loopback_address"],
    ["%31%32%37.0.0.1", "loopback_address"],
    ["127%2e0%2e0%2e1", "loopback_address"],
    ["１２７.０.０.１", "loopback_address"],
    ["127。0。0。1", "loopback_address"],
    ["①②⑦.0.0.1", "loopback_address"],
    ["127.0.0\u00ad.1", "loopback_address"],
    ["12\t7.0.0.1", "loopback_address"],
    ["12\n7.0.0.1", "loopback_address"],
    ["12\r\n7.0.0.1", "loopback_address"],
    ["0x7f.0x0.0x0.0x1", "loopback_address"],
    ["127.0x1", "loopback_address"],
    ["0x7f.1.", "loopback_address"],
    ["00000000177.1", "loopback_address"],
    ["0x000000007f000001", "loopback_address"],
    ["127.0.0.0x1", "loopback_address"],
    ["0%78%37f.1", "loopback_address"],
    ["0ｘ7f.1", "loopback_address"],
    ["127．0．0．1", "loopback_address"],
    ["127｡0｡0｡1", "loopback_address"],
    ["127%ef%bc%8e0%ef%bc%8e0%ef%bc%8e1", "loopback_address"],
    ["𝟏𝟐𝟕.𝟎.𝟎.𝟏", "loopback_address"],
    ["127.0.0.1\u200b", "loopback_address"],
    ["\u2060127.0.0.1", "loopback_address"],
    ["[::1]", "loopback_address"],
    ["[0:0:0:0:0:0:0:1]", "loopback_address"],
    ["[0000:0000:0000:0000:0000:0000:0000:0001]", "loopback_address"],
    ["[::0.0.0.1]", "loopback_address"],
    // Private.
    ["10.0.0.0", "private_address"],
    ["10.255.255.255", "private_address"],
    ["0xa.1", "private_address"],
    ["172.16.0.0", "private_address"],
    ["172.31.255.255", "private_address"],
    ["192.168.0.0", "private_address"],
    ["192.168.255.255", "private_address"],
    ["3232235521", "private_address"],
    ["100.64.0.0", "private_address"],
    ["100.127.255.255", "private_address"],
    ["[fc00::]", "private_address"],
    ["[fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]", "private_address"],
    ["[fec0::1]", "private_address"],
    // Link-local.
    ["169.254.0.0", "link_local_address"],
    ["169.254.255.255", "link_local_address"],
    ["[fe80::1]", "link_local_address"],
    ["[febf::1]", "link_local_address"],
    // Metadata.
    ["169.254.169.254", "metadata_address"],
    ["2852039166", "metadata_address"],
    ["0xa9fea9fe", "metadata_address"],
    ["0251.0376.0251.0376", "metadata_address"],
    ["169.254.43518", "metadata_address"],
    ["169.254.170.2", "metadata_address"],
    ["100.100.100.200", "metadata_address"],
    ["168.63.129.16", "metadata_address"],
    ["192.0.0.192", "metadata_address"],
    ["[fd00:ec2::254]", "metadata_address"],
    ["[fd00:0ec2:0:0:0:0:0:254]", "metadata_address"],
    ["[FD20:CE::254]", "metadata_address"],
    // No destination.
    ["0", "unspecified_address"],
    ["0.0.0.0", "unspecified_address"],
    ["0.255.255.255", "unspecified_address"],
    ["[::]", "unspecified_address"],
    ["224.0.0.1", "multicast_address"],
    ["239.255.255.255", "multicast_address"],
    ["[ff02::1]", "multicast_address"],
    ["240.0.0.1", "reserved_address"],
    ["255.255.255.255", "reserved_address"],
    ["4294967295", "reserved_address"],
    ["192.0.0.8", "reserved_address"],
    ["192.88.99.1", "reserved_address"],
    ["198.18.0.0", "reserved_address"],
    ["198.19.255.255", "reserved_address"],
    ["[100::1]", "reserved_address"],
    ["[4000::1]", "reserved_address"],
    ["[5f00::1]", "reserved_address"],
    ["[200::1]", "reserved_address"],
    ["[2001:2::1]", "reserved_address"],
    ["[2001:10::1]", "reserved_address"],
    ["[2001:1ff::1]", "reserved_address"],
    ["[2620:4f:8000::1]", "reserved_address"],
    ["192.0.2.1", "documentation_address"],
    ["198.51.100.1", "documentation_address"],
    ["203.0.113.255", "documentation_address"],
    ["[2001:db8::1]", "documentation_address"],
    ["[3fff:fff::1]", "documentation_address"],
    // IPv4 in IPv6 clothes.
    ["[::ffff:127.0.0.1]", "embedded_ipv4_address"],
    ["[::ffff:7f00:1]", "embedded_ipv4_address"],
    ["[0:0:0:0:0:ffff:7f00:0001]", "embedded_ipv4_address"],
    ["[::FFFF:169.254.169.254]", "embedded_ipv4_address"],
    ["[::ffff:8.8.8.8]", "embedded_ipv4_address"],
    ["[::127.0.0.1]", "embedded_ipv4_address"],
    ["[::ffff:0:127.0.0.1]", "embedded_ipv4_address"],
    ["[64:ff9b::127.0.0.1]", "embedded_ipv4_address"],
    ["[64:ff9b:1::10.0.0.1]", "embedded_ipv4_address"],
    ["[2002:7f00:1::]", "embedded_ipv4_address"],
    ["[2002:a9fe:a9fe::1]", "embedded_ipv4_address"],
    ["[2001:0:4136:e378:8000:63bf:3fff:fdd2]", "embedded_ipv4_address"],
    ["[2606:4700::5efe:127.0.0.1]", "embedded_ipv4_address"],
    ["[0:0:0:0:0:FFFF:A9FE:A9FE]", "embedded_ipv4_address"],
    ["[::ffff:0a00:1]", "embedded_ipv4_address"],
    ["[::7f00:1]", "embedded_ipv4_address"],
    ["[64:ff9b::a9fe:a9fe]", "embedded_ipv4_address"],
    ["[2001::1]", "embedded_ipv4_address"],
    ["[2002:c0a8:101::1]", "embedded_ipv4_address"],
    ["[2606:4700::200:5efe:10.0.0.1]", "embedded_ipv4_address"],
    ["[fe80::5efe:10.0.0.1]", "embedded_ipv4_address"],
    // Names.
    ["localhost", "local_host"],
    ["LOCALHOST", "local_host"],
    ["ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "local_host"],
    ["loc%61lhost", "local_host"],
    ["a.localhost", "local_host"],
    ["localhost.localdomain", "local_host"],
    ["printer.local", "local_host"],
    ["db.svc.cluster.local", "local_host"],
    ["api.internal", "local_host"],
    ["router.home.arpa", "local_host"],
    ["nas.lan", "local_host"],
    ["intranet", "local_host"],
    ["host.docker.internal", "local_host"],
    ["LOCALHOST.LocalDomain", "local_host"],
    ["ｌocalhost", "local_host"],
    ["local\u00adhost", "local_host"],
    ["localhost。localdomain", "local_host"],
    ["localhost%00.example.com", "invalid_url"],
    ["com", "local_host"],
    ["localhost.", "trailing_dot"],
    ["example.com.", "trailing_dot"],
    ["metadata.google.internal.", "trailing_dot"],
    ["example.com%2e", "trailing_dot"],
    ["metadata.google.internal", "metadata_host"],
    ["Metadata.Google.Internal", "metadata_host"],
    ["metadata.goog", "metadata_host"],
    ["metadata", "metadata_host"],
    ["instance-data", "metadata_host"],
    ["a..example.com", "invalid_host"],
    [`${"a".repeat(64)}.com`, "invalid_host"],
    [`${"abcdefg.".repeat(32)}com`, "invalid_host"],
  ])("%s is refused as %s", (host, reason) => {
    for (const url of [`https://${host}/`, `http://${host}:8080/a?b#c`, `http:\\\\${host}\\x`]) {
      expect(reasonOf(check(url))).toBe(reason);
    }
  });
});

describe("what looks like another host than it is", () => {
  test.each<[string, TargetFault | "allowed"]>([
    // No slashes, too many, and the ones of another system.
    ["https:127.0.0.1", "loopback_address"],
    ["https:/127.0.0.1/", "loopback_address"],
    ["https:////127.0.0.1/", "loopback_address"],
    ["https:\\\\127.0.0.1\\", "loopback_address"],
    ["  https://127.0.0.1/  ", "loopback_address"],
    ["\u0000https://127.0.0.1/", "loopback_address"],
    ["ht\ntps://127.0.0.1/", "loopback_address"],
    ["https://127.0.0.1:443/", "loopback_address"],
    ["https://[::1]:8443/", "loopback_address"],
    // Where the host ends.
    ["https://127.0.0.1\\@example.com/", "loopback_address"],
    ["https://127.0.0.1#@example.com/", "loopback_address"],
    ["https://127.0.0.1?@example.com/", "loopback_address"],
    ["https://127.0.0.1/@example.com", "loopback_address"],
    ["https://example.com\\@127.0.0.1/", "allowed"],
    ["https://example.com#@127.0.0.1/", "allowed"],
    ["https://example.com?@127.0.0.1/", "allowed"],
    ["https://example.com:80@127.0.0.1/", "credentials_in_url"],
    ["https://127.0.0.1:80@example.com/", "credentials_in_url"],
    ["https://127.0.0.1%40example.com/", "invalid_url"],
    ["https://127.0.0.1%2f@example.com/", "credentials_in_url"],
    ["https://example.com%2f127.0.0.1/", "invalid_url"],
    ["https://[::1]example.com/", "invalid_url"],
    ["https://[::1%25lo]/", "invalid_url"],
    ["https://[::1%lo]/", "invalid_url"],
    ["https://[::ffff:0x7f.0.0.1]/", "invalid_url"],
    ["https://0x7f.0.0.0.1/", "invalid_url"],
    ["https://4294967296/", "invalid_url"],
    ["https://127.0.0.08/", "invalid_url"],
    // Octal and public, however local it looks to somebody who does not know octal.
    ["https://0127.0.0.1/", "allowed"],
    // Public names. Where they lead is a matter of the DNS, which is asked at every attempt.
    ["https://127.0.0.1.nip.io/", "allowed"],
    ["https://7f000001.nip.io/", "allowed"],
    ["https://10-0-0-1.sslip.io/", "allowed"],
    ["https://localtest.me/", "allowed"],
  ])("%j is %s", (url, verdict) => {
    expect(reasonOf(check(url))).toBe(verdict);
  });
});

describe("an address out of the DNS", () => {
  test.each<[string, TargetFault | null]>([
    ["8.8.8.8", null],
    ["2606:4700:4700:0:0:0:0:1111", null],
    ["10.0.0.1", "private_address"],
    ["127.0.0.1", "loopback_address"],
    ["169.254.169.254", "metadata_address"],
    ["0:0:0:0:0:0:0:1", "loopback_address"],
    ["0:0:0:0:0:ffff:7f00:1", "embedded_ipv4_address"],
    ["::ffff:10.0.0.1", "embedded_ipv4_address"],
    ["64:ff9b::1", "embedded_ipv4_address"],
    ["fd00:ec2:0:0:0:0:0:254", "metadata_address"],
    ["fe80::1%eth0", "reserved_address"],
    ["example.com", "reserved_address"],
    ["", "reserved_address"],
    ["1.2.3.4/x@", "reserved_address"],
  ])("%s: %s", (address, fault) => {
    expect(resolvedAddressFault(address)).toBe(fault);
  });
});

describe("the rest of the URL", () => {
  test.each<[string, TargetFault]>([
    ["", "invalid_url"],
    ["example.com/hook", "invalid_url"],
    ["/hook", "invalid_url"],
    ["//example.com", "invalid_url"],
    ["https://", "invalid_url"],
    ["https://exa mple.com/", "invalid_url"],
    ["https://example.com:65536/", "invalid_url"],
    ["https://256.256.256.256/", "invalid_url"],
    ["https://1.2.3.4.5/", "invalid_url"],
    ["https://[::1/", "invalid_url"],
    ["https://[fe80::1%25eth0]/", "invalid_url"],
    ["https://[::ffff:127.0.0.1.]/", "invalid_url"],
    ["ftp://example.com/", "unsupported_scheme"],
    ["file:///etc/passwd", "unsupported_scheme"],
    ["javascript:alert(1)", "unsupported_scheme"],
    ["data:text/plain,x", "unsupported_scheme"],
    ["ws://example.com/", "unsupported_scheme"],
    ["blob:https://example.com/1", "unsupported_scheme"],
    ["https://user@example.com/", "credentials_in_url"],
    ["https://user:pass@example.com/", "credentials_in_url"],
    ["https://:pass@example.com/", "credentials_in_url"],
    ["https://example.com@127.0.0.1/", "credentials_in_url"],
    ["https://example.com:0/", "invalid_port"],
    ["https://127.0.0.1:00/", "invalid_port"],
    [`https://example.com/${"a".repeat(2_048)}`, "too_long"],
    [`https://example.com/${"ž".repeat(1_000)}`, "too_long"],
  ])("%s is refused as %s", (url, reason) => {
    expect(reasonOf(check(url))).toBe(reason);
    expect(reasonOf(check(url, LOCAL))).toBe(reason);
  });

  test("an organization's rules are asked after what holds for everybody", () => {
    const rules = { httpsOnly: true, allowedHosts: ["example.com", "127.0.0.1"], deniedHosts: [] };
    const policy = { allowPrivate: false, rules };
    expect(reasonOf(check("http://example.com/", policy))).toBe("https_required");
    expect(reasonOf(check("https://127.0.0.1/", policy))).toBe("loopback_address");
    expect(reasonOf(check("https://other.example/", policy))).toBe("host_not_allowed");
    expect(reasonOf(check("https://example.com/", policy))).toBe("allowed");
  });

  test("a refusal says in a sentence why", () => {
    expect(check("http://10.0.0.1/")).toEqual({
      ok: false,
      reason: "private_address",
      message: "This address is on a private network.",
    });
  });
});

describe("on somebody's own machine", () => {
  test.each([
    "localhost:9000",
    "127.0.0.1:9000",
    "[::1]:9000",
    "192.168.1.5",
    "[fd12::1]",
    "receiver",
    "printer.local",
    "169.254.1.1",
  ])("%s is allowed", (host) => {
    expect(reasonOf(check(`http://${host}/`, LOCAL))).toBe("allowed");
  });

  test.each<[string, TargetFault]>([
    ["169.254.169.254", "metadata_address"],
    ["[fd00:ec2::254]", "metadata_address"],
    ["metadata.google.internal", "metadata_host"],
    ["0.0.0.0", "unspecified_address"],
    ["255.255.255.255", "reserved_address"],
    ["[::ffff:127.0.0.1]", "embedded_ipv4_address"],
    ["localhost.", "trailing_dot"],
  ])("%s is still refused as %s", (host, reason) => {
    expect(reasonOf(check(`http://${host}/`, LOCAL))).toBe(reason);
  });
});

test("what was allowed is allowed again in its normalised form, and stays the same", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.webUrl(),
        fc.ipV4Extended().map((ip) => `http://${ip}/`),
        fc.ipV6().map((ip) => `http://[${ip}]/`),
      ),
      (url) => {
        const first = check(url);
        if (first.ok) expect(check(first.url)).toEqual(first);
      },
    ),
  );
});

test("every spelling of an IPv4 address gets the verdict of the dotted one", () => {
  const octets = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255));
  fc.assert(
    fc.property(octets, ([a, b, c, d]) => {
      const value = ((a * 256 + b) * 256 + c) * 256 + d;
      const verdict = reasonOf(check(`http://${a}.${b}.${c}.${d}/`));
      const spellings = [
        String(value),
        `0x${value.toString(16)}`,
        `0${value.toString(8)}`,
        `0x${a.toString(16)}.${value % 2 ** 24}`,
        `${a}.0${b.toString(8)}.${c * 256 + d}`,
        `0${a.toString(8)}.0x${b.toString(16)}.${c}.${d}`,
        `${a}。${b}．${c}｡${d}`,
        encodeURIComponent(`${a}.${b}.${c}.${d}`).replaceAll(".", "%2E"),
      ];
      for (const spelling of spellings)
        expect(reasonOf(check(`http://${spelling}/`)), spelling).toBe(verdict);
      expect(resolvedAddressFault(`${a}.${b}.${c}.${d}`) ?? "allowed").toBe(verdict);
    }),
  );
});

test("no IPv4 address gets through in IPv6 clothes", () => {
  const wrap = fc.constantFrom("::", "::ffff:", "::ffff:0:", "64:ff9b::", "2606:4700::5efe:");
  fc.assert(
    fc.property(fc.ipV4(), wrap, (ip, prefix) => {
      expect(check(`http://[${prefix}${ip}]/`).ok).toBe(false);
    }),
  );
});
