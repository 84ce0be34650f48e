import { describe, expect, it } from "vitest";
import { readDevice } from "./device.ts";

describe("a browser", () => {
  it.each([
    [
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
      { browser: "Chrome", system: "Linux" },
    ],
    [
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0",
      { browser: "Edge", system: "Windows" },
    ],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
      { browser: "Safari", system: "iPhone" },
    ],
    [
      "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0",
      { browser: "Firefox", system: "Android" },
    ],
    ["curl/8.5.0", { browser: "curl" }],
  ])("that sends %s is recognized", (userAgent, device) => {
    expect(readDevice(userAgent)).toEqual(device);
  });

  it.each(["", "undici", "a".repeat(500)])("that sends %j is not", (userAgent) => {
    expect(readDevice(userAgent)).toBeNull();
  });
});
