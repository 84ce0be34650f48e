import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { readConfig } from "./env.ts";

const withOrigins = (text: string) => readConfig({ ...env, ALLOWED_ORIGINS: text } as Env).allowedOrigins;

describe("the pages that are trusted", () => {
  it("are none unless they are named", () => {
    expect(readConfig(env).allowedOrigins).toEqual([]);
    expect(withOrigins("")).toEqual([]);
  });

  it("are named exactly, with commas between", () => {
    expect(withOrigins("https://app.example.com, http://localhost:5173")).toEqual([
      "https://app.example.com",
      "http://localhost:5173",
    ]);
  });

  it.each([
    "https://app.example.com/",
    "https://app.example.com/app",
    "https://*.example.com/*",
    "app.example.com",
    "*",
    "null",
    "https://APP.example.com",
  ])("are refused at the start when no browser sends them so: %s", (text) => {
    expect(() => withOrigins(text)).toThrow("ALLOWED_ORIGINS");
  });
});
