import { describe, expect, it } from "vitest";
import { DEFAULT_DRAFT } from "../tenancy/integration-draft.ts";
import { headerOfCredential, withQuery } from "./apply-credential.ts";
import { checkUse } from "./check-use.ts";
import { mergeHeader } from "./merge-headers.ts";

describe("a key in the query", () => {
  it.each([
    ["https://a.example/x", "https://a.example/x?k%20y=a%26b"],
    ["https://a.example/x?a=%20b+c", "https://a.example/x?a=%20b+c&k%20y=a%26b"],
  ])("is put behind %s, and the rest stays as it is", (url, expected) => {
    expect(withQuery(url, { name: "k y", value: "a&b" })).toBe(expected);
  });
});

describe("a credential's header", () => {
  const header = { name: "Authorization", value: "Bearer t" };

  it("takes the place of the integration's own, in whatever case that is written", () => {
    const own = { authorization: "old", a: "1" };
    expect(mergeHeader({ ...own, b: "2" }, own, header)).toEqual({
      a: "1",
      b: "2",
      Authorization: "Bearer t",
    });
  });

  it("never meets one that the gateway or a signature sets", () => {
    expect(mergeHeader({ AUTHORIZATION: "signature" }, {}, header)).toBeNull();
  });
});

describe("an integration's use of a credential", () => {
  const bearer = { kind: "bearer", config: { token: "t" } } as const;
  const settings = (more: object) => ({ ...DEFAULT_DRAFT.settings, credentialId: "cred_1", ...more });

  it("is fine when nothing else sets its header", () => {
    expect(checkUse(settings({}), bearer)).toEqual([]);
    expect(checkUse({ ...DEFAULT_DRAFT.settings, credentialId: null }, null)).toEqual([]);
  });

  it.each([
    ["that does not exist", settings({}), null],
    ["whose header is among its own", settings({ headers: { authorization: "x" } }), bearer],
    [
      "whose header its signature sets",
      settings({ signing: { mode: "template", headerName: "Authorization", extraHeaders: {} } }),
      bearer,
    ],
  ])("is refused for one %s", (_what, given, credential) => {
    expect(checkUse(given, credential).map(({ pointer }) => pointer)).toEqual(["/credentialId"]);
  });

  it("of a key in the query is fine with any header", () => {
    const query = { kind: "api_key", config: { in: "query", name: "authorization", value: "v" } } as const;
    expect(headerOfCredential(query)).toBeNull();
    expect(checkUse(settings({ headers: { authorization: "x" } }), query)).toEqual([]);
  });
});
