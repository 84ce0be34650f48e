import { describe, expect, it } from "vitest";
import { readToken, tokenIn } from "./read-token.ts";

describe("the token of an invitation's link", () => {
  it.each([
    ["#igwi_local_abc", "", "igwi_local_abc"],
    ["", "?token=igwi_local_abc", "igwi_local_abc"],
    ["#%20igwi_local_abc", "", "igwi_local_abc"],
    ["#100%", "", "100%"],
    ["#", "?token=", null],
    ["", "", null],
  ])("of %j and %j is %j", (hash, search, token) => {
    expect(readToken(hash, search)).toBe(token);
  });
});

describe("the token in what is typed", () => {
  it.each([
    [" igwi_local_a-b_c\n", "igwi_local_a-b_c"],
    ["https://gateway.example/accept#igwi_us-east_abc", "igwi_us-east_abc"],
    ["https://gateway.example/accept?token=igwi_local_abc&x=1", "igwi_local_abc"],
    ["igw_eu_abc", null],
    ["", null],
  ])("%j is %j", (typed, token) => {
    expect(tokenIn(typed)).toBe(token);
  });
});
