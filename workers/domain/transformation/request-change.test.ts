import { describe, expect, test } from "vitest";
import { changeRequest, type MadeMessage, type OwnTarget } from "./request-change.ts";

const OWN: OwnTarget = {
  url: "https://example.com/hook",
  method: "POST",
  headers: { Authorization: "Bearer secret", "X-Shop": "blue" },
  signing: { mode: "standard" },
  hasCredential: false,
  isSecretHeader: (name) => name === "Authorization",
};
const change = (made: Partial<MadeMessage>, own: Partial<OwnTarget> = {}) =>
  changeRequest({ ...OWN, ...own }, { payloadJson: "{}", ...made });

describe("a transformed request", () => {
  test("is the integration's own where nothing was said", () => {
    expect(change({})).toMatchObject({ url: OWN.url, method: "POST", headers: OWN.headers });
  });

  test("replaces a header in any spelling, and takes one away", () => {
    expect(change({ headers: { "x-shop": "red" } }).headers).toEqual({
      Authorization: "Bearer secret",
      "x-shop": "red",
    });
    expect(change({ headers: { "X-SHOP": null } }).headers).toEqual({ Authorization: "Bearer secret" });
    expect(change({ headers: { "x-a": "1", "X-A": "2" } }).headers).toMatchObject({ "X-A": "2" });
    expect(change({ headers: { "x-a": "1", "X-A": "2" } }).headers).not.toHaveProperty("x-a");
  });

  test("adds to the query, encoded", () => {
    const query = [
      ["a", "b c"],
      ["a", "&"],
    ] as const;
    expect(change({ query }).url).toBe("https://example.com/hook?a=b+c&a=%26");
  });

  test("keeps secret headers on the origin that they are for", () => {
    expect(change({ url: "https://example.com/other" }).headers).toHaveProperty("Authorization");
    expect(change({ url: "https://elsewhere.example/" }).headers).toEqual({ "X-Shop": "blue" });
    expect(change({ url: "https://example.com:8443/hook" }).headers).toEqual({ "X-Shop": "blue" });
  });

  test.each<[string, Partial<MadeMessage>, Partial<OwnTarget>, RegExp]>([
    [
      "a credential elsewhere",
      { url: "https://elsewhere.example/" },
      { hasCredential: true },
      /for https:\/\/example\.com only/,
    ],
    ["a method without a body", { method: "GET" }, {}, /GET is not a method/],
    ["the id of the message", { headers: { "Webhook-Id": "x" } }, {}, /set by the gateway/],
    ["the content type", { headers: { "Content-Type": "x" } }, {}, /set by the gateway/],
    ["a header of the connection", { headers: { host: "x" } }, {}, /belongs to the request/],
    ["a line break", { headers: { "x-a": "b\r\nc: d" } }, {}, /one line/],
    ["a name that is none", { headers: { "x a": "b" } }, {}, /header name/],
    ["a URL that is none", { url: "/relative" }, {}, /not complete/],
    ["a long URL", { url: `https://example.com/${"a".repeat(2_048)}` }, {}, /at most 2048/],
    [
      "fifty-one headers",
      { headers: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`x-${n}`, "1"])) },
      {},
      /At most 50/,
    ],
    [
      "the signature's header",
      { headers: { "X-SIG": "1" } },
      {
        signing: {
          mode: "template",
          headerName: "x-sig",
          contentTemplate: "{body}",
          algorithm: "sha256",
          encoding: "hex",
          prefix: "",
          separator: ",",
        },
      },
      /carries the signature/,
    ],
  ])("is refused with %s", (_what, made, own, message) => {
    expect(() => change(made, own)).toThrow(message);
  });
});
