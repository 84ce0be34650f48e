import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeDnsAnswer, encodeDnsQuery } from "./dns-message.ts";

interface Given {
  readonly type: number;
  readonly ttl?: number;
  readonly data: readonly number[];
}

/** An answer as a resolver writes it: the question repeated, record names as pointers to it. */
function answer(records: readonly Given[], authority: readonly Given[] = [], flags = 0x8180): Uint8Array {
  const query = encodeDnsQuery("hooks.example.com", "A");
  const bytes = [...query];
  bytes.splice(2, 2, flags >> 8, flags & 0xff);
  bytes.splice(6, 4, 0, records.length, 0, authority.length);
  for (const { type, ttl = 300, data } of [...records, ...authority]) {
    bytes.push(0xc0, 12, 0, type, 0, 1);
    bytes.push((ttl >>> 24) & 0xff, (ttl >>> 16) & 0xff, (ttl >>> 8) & 0xff, ttl & 0xff);
    bytes.push(0, data.length, ...data);
  }
  return new Uint8Array(bytes);
}

const A = 1;
const CNAME = 5;
const SOA = 6;
const AAAA = 28;

describe("a question", () => {
  test("is written as RFC 1035 says", () => {
    expect(Buffer.from(encodeDnsQuery("a.example", "AAAA")).toString("hex")).toBe(
      "000001000001000000000000" + "0161" + "076578616d706c65" + "00" + "001c" + "0001",
    );
  });
});

describe("an answer", () => {
  test("gives every address, past aliases, and the shortest time", () => {
    const bytes = answer([
      { type: CNAME, ttl: 40, data: [1, 97, 0xc0, 12] },
      { type: A, ttl: 60, data: [93, 184, 216, 34] },
      { type: A, data: [10, 0, 0, 1] },
      { type: AAAA, data: [0x26, 6, 0x47, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x11, 0x11] },
    ]);
    expect(decodeDnsAnswer(bytes)).toEqual({
      kind: "answer",
      addresses: ["93.184.216.34", "10.0.0.1", "2606:4700:0:0:0:0:0:1111"],
      ttlSeconds: 40,
    });
  });

  test("of a name that is not there says for how long", () => {
    const authority = [{ type: SOA, ttl: 900, data: [0, 0] }];
    expect(decodeDnsAnswer(answer([], authority, 0x8183))).toEqual({
      kind: "answer",
      addresses: [],
      ttlSeconds: 900,
    });
    expect(decodeDnsAnswer(answer([]))).toEqual({ kind: "answer", addresses: [], ttlSeconds: 0 });
  });

  test("with a TTL beyond 2^31 is good for no time", () => {
    expect(decodeDnsAnswer(answer([{ type: A, ttl: 0xffffffff, data: [8, 8, 8, 8] }]))).toMatchObject({
      ttlSeconds: 0,
    });
  });

  test.each([
    ["SERVFAIL", answer([], [], 0x8182), /SERVFAIL/],
    ["REFUSED", answer([], [], 0x8185), /REFUSED/],
    ["an unknown code", answer([], [], 0x818f), /code 15/],
    ["a truncated one", answer([], [], 0x8380), /truncated/],
    ["a question", encodeDnsQuery("a.example", "A"), /question/],
    ["nothing", new Uint8Array(), /cut short/],
    ["half of one", answer([{ type: A, data: [8, 8, 8, 8] }]).slice(0, -2), /cut short/],
  ])("that is %s is a failure, and not a name without addresses", (_, bytes, message) => {
    const decoded = decodeDnsAnswer(bytes);
    expect(decoded.kind).toBe("failed");
    if (decoded.kind === "failed") expect(decoded.message).toMatch(message);
  });

  test("with an address of a wrong length has an address that is not public", () => {
    expect(decodeDnsAnswer(answer([{ type: A, data: [8, 8, 8] }]))).toMatchObject({
      addresses: ["malformed"],
    });
  });

  test("whatever its bytes are, is read without an exception and without end", () => {
    const valid = answer([{ type: A, data: [8, 8, 8, 8] }]);
    const mutated = fc
      .array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { maxLength: 10 })
      .map((changes) => {
        const bytes = valid.slice();
        for (const [at, value] of changes) bytes[at] = value;
        return bytes;
      });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 100 }), mutated), (bytes) => {
        expect(["answer", "failed"]).toContain(decodeDnsAnswer(bytes).kind);
      }),
    );
  });
});
