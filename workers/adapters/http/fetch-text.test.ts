import { describe, expect, it } from "vitest";
import { createFetchText } from "./fetch-text.ts";

function open(answer: () => Response | Promise<Response>, allow: (url: string) => boolean = () => true) {
  const asked: string[] = [];
  const clock = { now: 1_000_000 };
  const fetchText = createFetchText(
    async (url) => allow(url),
    () => clock.now,
    async (input) => {
      asked.push(String(input));
      return answer();
    },
  );
  return { fetchText, asked, clock };
}

let urls = 0;
/** The cache is the isolate's. */
const someUrl = () => `https://certificates.example/${urls++}.pem`;

describe("a text that a provider publishes", () => {
  it("is fetched once an hour", async () => {
    const { fetchText, asked, clock } = open(() => new Response("PEM"));
    const url = someUrl();
    expect(await fetchText(url)).toBe("PEM");
    expect(await fetchText(url)).toBe("PEM");
    expect(asked).toEqual([url]);
    clock.now += 3_600_001;
    expect(await fetchText(url)).toBe("PEM");
    expect(asked.length).toBe(2);
  });

  it("that cannot be had is asked for again after a moment, and not at once", async () => {
    const { fetchText, asked, clock } = open(() => new Response("no", { status: 500 }));
    const url = someUrl();
    expect([await fetchText(url), await fetchText(url)]).toEqual([null, null]);
    expect(asked.length).toBe(1);
    clock.now += 15_001;
    await fetchText(url);
    expect(asked.length).toBe(2);
  });

  it("is not forgotten for all the addresses that lead nowhere", async () => {
    const url = someUrl();
    const { fetchText, asked } = open(() =>
      asked.length === 1 ? new Response("PEM") : new Response("no", { status: 404 }),
    );
    await fetchText(url);
    for (let count = 0; count < 300; count++) await fetchText(someUrl());
    expect(await fetchText(url)).toBe("PEM");
    expect(asked.filter((one) => one === url).length).toBe(1);
  });

  it.each([
    ["http", "http://certificates.example/a.pem"],
    ["no address at all", "certificates"],
  ])("is never asked for by %s", async (_what, url) => {
    const { fetchText, asked } = open(() => new Response("PEM"));
    expect(await fetchText(url)).toBeNull();
    expect(asked).toEqual([]);
  });

  it("is not asked for where the guard says no", async () => {
    const { fetchText, asked } = open(
      () => new Response("PEM"),
      () => false,
    );
    expect(await fetchText(someUrl())).toBeNull();
    expect(asked).toEqual([]);
  });

  it("is no redirect, nothing too large, and no failure throws", async () => {
    const answers = [
      () => new Response(null, { status: 302, headers: { location: "https://elsewhere.example" } }),
      () => new Response("x".repeat(200_000)),
      () => Promise.reject(new Error("down")),
    ];
    for (const answer of answers) expect(await open(answer).fetchText(someUrl())).toBeNull();
  });
});
