import { describe, expect, test } from "vitest";
import { findVariableProblems, usesVariable } from "./variable.ts";

const pointers = (name: string, value: string) =>
  findVariableProblems({ name, value, description: "" }).map(({ pointer }) => pointer);

describe("a variable", () => {
  test.each([
    ["SHOP_URL", "https://shop.example/"],
    ["TOKEN_URL", "https://login.example/token"],
    ["AUTHOR", "Ada"],
    ["author_name", "basic plan"],
    ["PASSAGE", "key west"],
    ["COMPASS", "N"],
  ])("%s = %s is a plain value", (name, value) => {
    expect(pointers(name, value)).toEqual([]);
  });

  test.each([
    ["API_KEY", "x", "/name"],
    ["stripe_secret", "x", "/name"],
    ["DB_PASSWORD", "x", "/name"],
    ["TOKEN", "x", "/name"],
    ["ACCESS_TOKEN", "x", "/name"],
    ["PLAN", "sk_live_abc", "/value"],
    ["PLAN", "ghp_abcdefghijk", "/value"],
    ["PLAN", "eyJhbGciOi.eyJzdWIi.abc", "/value"],
    ["PLAN", "Bearer abcdefghij", "/value"],
    ["PLAN", "postgres://user:pw@host/db", "/value"],
    ["PLAN", "-----BEGIN PRIVATE KEY-----", "/value"],
    ["1ST", "x", "/name"],
    ["a-b", "x", "/name"],
    ["constructor", "x", "/name"],
    ["PLAN", "x".repeat(2_049), "/value"],
  ])("%s = %s is refused at %s", (name, value, pointer) => {
    expect(pointers(name, value)).toEqual([pointer]);
  });

  test("is found where a template or a script uses it, and nowhere else", () => {
    const json = (value: unknown) => JSON.stringify(value);
    expect(usesVariable(json("{{env.SHOP}}"), "SHOP")).toBe(true);
    expect(usesVariable(json("context.env . SHOP"), "SHOP")).toBe(true);
    expect(usesVariable(json('context.env["SHOP"]'), "SHOP")).toBe(true);
    expect(usesVariable(json("{{env.SHOPS}}"), "SHOP")).toBe(false);
    expect(usesVariable(json("{{payload.SHOP}}"), "SHOP")).toBe(false);
  });
});
