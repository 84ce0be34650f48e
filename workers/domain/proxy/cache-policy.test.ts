import { describe, expect, it } from "vitest";
import { type CacheQuestion, cacheFor, cacheKey, isUnchanged, judgeAnswer } from "./cache-policy.ts";
import type { CacheSettings, ProxySettings } from "./proxy-settings.ts";

const CACHE: CacheSettings = {
  ttlSeconds: 60,
  query: null,
  headers: null,
  overrideUpstream: false,
  staleIfErrorSeconds: 0,
};
const GET: CacheQuestion = { method: "GET", path: "/a", query: "", headers: { accept: "application/json" } };
const freshMs = (
  headers: Record<string, string>,
  cache: Partial<CacheSettings> = {},
  question = GET,
  status = 200,
) => judgeAnswer(status, headers, question, { ...CACHE, ...cache }).kept?.freshMs ?? null;

describe("an answer", () => {
  it.each([
    [{}, 60_000],
    [{ "cache-control": "max-age=10" }, 10_000],
    [{ "cache-control": "max-age=10, s-maxage=20" }, 20_000],
    [{ "cache-control": "max-age=1000" }, 60_000],
    [{ "cache-control": "max-age=10", age: "4" }, 6_000],
    [{ "cache-control": "max-age=10", age: "11" }, null],
    [{ "cache-control": "max-age=0" }, null],
    [{ "cache-control": "Private, max-age=60" }, null],
    [{ "cache-control": 'private="set-cookie"' }, null],
    [{ "cache-control": "no-store" }, null],
    [{ "cache-control": "no-cache" }, null],
    [{ "cache-control": "max-age=soon" }, null],
    [{ "set-cookie": "a=b" }, null],
    [{ vary: "*" }, null],
    [{ vary: "Accept, Accept-Encoding" }, 60_000],
  ] as [Record<string, string>, number | null][])("with %j is kept for %s ms", (headers, expected) => {
    expect(freshMs(headers)).toBe(expected);
  });

  it("is not kept after an error, a part of it, or another method", () => {
    for (const status of [206, 302, 400, 401, 403, 500, 503]) expect(freshMs({}, {}, GET, status)).toBeNull();
    expect(freshMs({}, {}, { ...GET, method: "HEAD" })).toBeNull();
  });

  it("is kept against the upstream's word only when the integration says so, and never with a cookie", () => {
    expect(freshMs({ "cache-control": "no-store" }, { overrideUpstream: true })).toBe(60_000);
    expect(freshMs({ "set-cookie": "a=b" }, { overrideUpstream: true })).toBeNull();
  });

  it("that varies by a header outside of the key is not kept, if that header goes upstream", () => {
    const question = { ...GET, headers: { accept: "a", "accept-language": "de" } };
    expect(freshMs({ vary: "Accept-Language" }, { headers: ["accept"] }, question)).toBeNull();
    expect(freshMs({ vary: "Accept-Language" }, { headers: ["accept", "accept-language"] }, question)).toBe(
      60_000,
    );
    expect(freshMs({ vary: "X-Never-Sent" }, { headers: ["accept"] }, question)).toBe(60_000);
  });
});

describe("the key", () => {
  const key = (question: Partial<CacheQuestion>, cache: Partial<CacheSettings> = {}) =>
    cacheKey({ ...GET, ...question }, { ...CACHE, ...cache });

  it("tells apart by path, query and every header that goes upstream, unless it is told which", () => {
    expect(key({ path: "/b" })).not.toBe(key({}));
    expect(key({ query: "a=1" })).not.toBe(key({}));
    expect(key({ headers: { accept: "text/html" } })).not.toBe(key({}));
    expect(key({ headers: { accept: "application/json", "x-user": "1" } })).not.toBe(key({}));
    expect(key({ headers: { accept: "text/html" } }, { headers: [] })).toBe(key({}, { headers: [] }));
    expect(key({ query: "utm=1" }, { query: ["id"] })).toBe(key({}, { query: ["id"] }));
  });

  it("is the same for HEAD, for conditions, and for parameters in another order", () => {
    expect(key({ method: "HEAD" })).toBe(key({}));
    expect(key({ headers: { accept: "application/json", "if-none-match": '"1"' } })).toBe(key({}));
    expect(key({ query: "b=1&a=2" })).toBe(key({ query: "a=2&b=1" }));
  });

  it("cannot be made to look like another's", () => {
    expect(key({ path: '/a","b' })).not.toBe(key({ path: "/a", query: "b" }));
    expect(key({ headers: { a: "1,b:2" } })).not.toBe(key({ headers: { a: "1", b: "2" } }));
  });
});

it("a range or a precondition goes to the upstream", () => {
  const settings = { cache: CACHE } as ProxySettings;
  expect(cacheFor(GET, settings)).toBe(CACHE);
  for (const name of ["range", "if-match", "if-unmodified-since", "if-range"]) {
    expect(cacheFor({ ...GET, headers: { [name]: "x" } }, settings)).toBeNull();
  }
  expect(cacheFor({ ...GET, method: "POST" }, settings)).toBeNull();
});

describe("what the caller has already", () => {
  const modified = "Mon, 01 Jan 2024 00:00:00 GMT";
  it.each([
    [{ "if-none-match": '"1"' }, { etag: '"1"' }, true],
    [{ "if-none-match": 'W/"1"' }, { etag: '"1"' }, true],
    [{ "if-none-match": '"0", W/"1"' }, { etag: 'W/"1"' }, true],
    [{ "if-none-match": "*" }, {}, true],
    [{ "if-none-match": '"2"' }, { etag: '"1"', "last-modified": modified }, false],
    [
      { "if-none-match": '"2"', "if-modified-since": modified },
      { etag: '"1"', "last-modified": modified },
      false,
    ],
    [{ "if-modified-since": modified }, { "last-modified": modified }, true],
    [{ "if-modified-since": "Sun, 31 Dec 2023 00:00:00 GMT" }, { "last-modified": modified }, false],
    [{}, { etag: '"1"' }, false],
  ] as [Record<string, string>, Record<string, string>, boolean][])(
    "%j against %j: %s",
    (asked, kept, expected) => {
      expect(isUnchanged(asked, kept)).toBe(expected);
    },
  );
});
