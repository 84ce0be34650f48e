import { describe, expect, it } from "vitest";
import { apiKeyHint, formatApiKey, regionOfKey } from "./api-key.ts";

const RANDOM = `${"A".repeat(39)}-_09`;

describe("API keys", () => {
  it.each(["local", "eu", "us-east", "us-west", "apac"])("carry their region %s", (region) => {
    expect(regionOfKey(formatApiKey(region, RANDOM))).toBe(region);
  });

  it.each([
    "",
    "igw_eu_short",
    `igw__${RANDOM}`,
    `igw_EU_${RANDOM}`,
    `xgw_eu_${RANDOM}`,
    `igw_eu_${RANDOM}x`,
  ])("are not %j", (text) => {
    expect(regionOfKey(text)).toBeNull();
  });

  it("show nothing but their last four characters", () => {
    expect(apiKeyHint(formatApiKey("eu", RANDOM))).toBe("igw_eu_…-_09");
  });
});
