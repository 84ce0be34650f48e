import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { depthOf, exceedsDepth, sliceBatch, slicePayload } from "./payload-slice.ts";

describe("slicePayload", () => {
  test.each([
    ['{"payload":12345678901234567890}', "12345678901234567890"],
    ['{"payload":1.10}', "1.10"],
    ['{"type":"a","payload":{"b":1,"1":2, "a":3},"id":"x"}', '{"b":1,"1":2, "a":3}'],
    [' \n\t\r{ "payload" \n:\t [1 , 2] \r}\n', "[1 , 2]"],
    ['{"payload":null}', "null"],
    ['{"payload": -1e5 ,"x":1}', "-1e5"],
    ['{"payload":true}', "true"],
    ['{"payload":""}', '""'],
    ['{"payload":"}]\\",{[\\\\"}', '"}]\\",{[\\\\"'],
    ['{"payload":{"a":"\\\\\\\\","b":"\\\\\\""},"x":1}', '{"a":"\\\\\\\\","b":"\\\\\\""}'],
    ['{"payload":1,"payload":{"last":"wins"}}', '{"last":"wins"}'],
    ['{"payload":{"payload":1},"other":{"payload":2}}', '{"payload":1}'],
    ['{"\\u0070ayload":1}', "1"],
    ['{"payload":1,"paylo\\u0061d":2}', "2"],
    ['{"\\"payload":1,"payload":3}', "3"],
    ['{"type":"payload","payload":4}', "4"],
    ['{"x":"\\"payload\\":9","payload":5}', "5"],
    ['{"payload":"ž🚀\\u2028"}', '"ž🚀\\u2028"'],
    ['{"payload":{}}', "{}"],
  ])("of %j the payload is %j", (text, expected) => {
    expect(slicePayload(text)).toBe(expected);
    expect(JSON.parse(slicePayload(text) ?? "")).toEqual(JSON.parse(text).payload);
  });

  test.each(["{}", '{"type":"a"}', "[]", '["payload",1]', "1", '"payload"', "null", '{"Payload":1}'])(
    "%s has no payload",
    (text) => {
      expect(slicePayload(text)).toBeNull();
    },
  );

  test.each([
    "",
    "{",
    '{"payload',
    '{"payload"',
    '{"payload":',
    '{"payload":"',
    '{"payload":[[',
    '{"\\x":1',
    "{,,,",
    '{"a" "b"}',
    '"\\',
  ])("broken text like %j does not hang or throw", (text) => {
    expect(() => [slicePayload(text), sliceBatch(text), depthOf(text)]).not.toThrow();
  });

  test("whatever the JSON and its white space, the slice parses to what JSON.parse finds", () => {
    fc.assert(
      fc.property(envelope, (text) => {
        const parsed: unknown = JSON.parse(text);
        const expected: unknown = Object.hasOwn(Object(parsed), "payload")
          ? Reflect.get(Object(parsed), "payload")
          : undefined;
        const slice = slicePayload(text);
        if (slice === null) expect(expected).toBeUndefined();
        else {
          expect(JSON.parse(slice)).toEqual(expected);
          expect(text).toContain(slice);
          expect(slice.trim()).toBe(slice);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("sliceBatch", () => {
  test("each event's payload in order, and null for one without", () => {
    const text = '{"events" : [ {"payload":1.0,"type":"a"} ,{"type":"b"}, 7, {"payload":[ ]}, "x", [] ] }';
    expect(sliceBatch(text)).toEqual(["1.0", null, null, "[ ]", null, null]);
  });

  test("the last events member counts, as for JSON.parse", () => {
    expect(sliceBatch('{"events":[{"payload":1}],"events":[{"payload":2},{"payload":3}]}')).toEqual([
      "2",
      "3",
    ]);
  });

  test("an empty list is empty", () => {
    expect(sliceBatch('{"events":[ ]}')).toEqual([]);
  });

  test.each(["{}", "[]", '{"events":{}}', '{"events":null}', '{"events":"[]"}'])("%s is no batch", (text) => {
    expect(sliceBatch(text)).toBeNull();
  });

  test("whatever the events, each slice parses to that event's payload", () => {
    fc.assert(
      fc.property(fc.array(envelope, { maxLength: 6 }), space, (events, gap) => {
        const text = `{${gap}"events"${gap}:${gap}[${events.join(`${gap},${gap}`)}${gap}]}`;
        const expected = (JSON.parse(text).events as unknown[]).map((event) =>
          Object.hasOwn(Object(event), "payload") ? Reflect.get(Object(event), "payload") : undefined,
        );
        expect(sliceBatch(text)?.map((slice) => (slice === null ? undefined : JSON.parse(slice)))).toEqual(
          expected,
        );
      }),
    );
  });
});

describe("depthOf", () => {
  test.each([
    ["1", 0],
    ['"[[[["', 0],
    ["[]", 1],
    ['{"a":[1,{"b":"}}"}],"c":[]}', 3],
    ['["\\"[", [[]]]', 3],
  ])("of %s is %d", (text, depth) => {
    expect(depthOf(text)).toBe(depth);
    expect(exceedsDepth(text, depth)).toBe(false);
    expect(exceedsDepth(text, depth - 1)).toBe(true);
  });

  test("half a million brackets are measured without recursion", () => {
    const text = "[".repeat(500_000) + "]".repeat(500_000);
    expect(depthOf(text)).toBe(500_000);
    expect(exceedsDepth(text, 64)).toBe(true);
    expect(slicePayload(`{"payload":${text}}`)).toBe(text);
  });

  test("it agrees with a recursive count over the parsed value", () => {
    const count = (value: unknown): number =>
      typeof value === "object" && value !== null ? 1 + Math.max(0, ...Object.values(value).map(count)) : 0;
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        expect(depthOf(JSON.stringify(value, null, 1))).toBe(count(JSON.parse(JSON.stringify(value))));
      }),
    );
  });
});

describe("a body of 1 MiB is read in one pass", () => {
  const MIB = 1_048_576;
  // Quadratic scanning would need minutes here, and the runner's time limit would stop it.
  test.each([
    ["backslashes in one string", `"${"\\\\".repeat(MIB / 2)}"`],
    ["escaped quotes in one string", `"${'\\"'.repeat(MIB / 2)}"`],
    ["empty strings", `[${'"",'.repeat(MIB / 3)}""]`],
    ["digits", "9".repeat(MIB)],
    ["spaces", `[${" ".repeat(MIB)}]`],
  ])("made of %s", (_name, payload) => {
    expect(slicePayload(`{"a":${payload},"payload":${payload}}`)).toBe(payload);
    expect(sliceBatch(`{"events":[{"payload":${payload}},{"payload":${payload}}]}`)).toEqual([
      payload,
      payload,
    ]);
  });
});

// Arbitraries. Objects are written by hand, so that keys repeat, are escaped, and white space stands everywhere.
const space = fc.stringMatching(/^[ \n\r\t]{0,3}$/);
const key = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('"payload"', '"\\u0070ayload"', '"paylo\\u0061d"', '"type"', '"\\"payload"'),
  },
  fc.string().map((text) => JSON.stringify(text)),
);
const source = fc
  .tuple(fc.jsonValue(), fc.constantFrom("", " ", "\n\t"))
  .map(([value, gap]) => JSON.stringify(value, null, gap));
const member = fc
  .tuple(key, source, space, space)
  .map(([name, value, a, b]) => `${a}${name}${b}:${a}${value}${b}`);
const envelope = fc
  .tuple(fc.array(member, { maxLength: 6 }), space)
  .map(([members, gap]) => `${gap}{${members.length === 0 ? gap : members.join(",")}}${gap}`);
