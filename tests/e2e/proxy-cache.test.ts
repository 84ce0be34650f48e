import { beforeEach, describe, expect, inject, it } from "vitest";
import { proxySuite } from "./proxy-support.ts";
import { openTenant, waitFor } from "./support.ts";

const suite = proxySuite();
const { open, call } = suite;

describe("what is kept", () => {
  let answered = 0;
  beforeEach(() => {
    answered = 0;
    suite.upstream.answer((request, response) => {
      answered++;
      response.setHeader("content-type", "application/json");
      response.setHeader("etag", '"v1"');
      if (request.headers["if-none-match"] === '"v1"') return void response.writeHead(304).end();
      response.end(
        JSON.stringify({ answered, url: request.url, language: request.headers["accept-language"] ?? null }),
      );
    });
  });
  const cached = async (id: string, path = "/", headers: Record<string, string> = {}, method = "GET") => {
    const answer = await call(id, path, method, undefined, headers);
    return { ...answer, cache: answer.headers.get("x-gateway-cache") };
  };

  it("answers the same question once, by path, query in any order, and every header that goes upstream", async () => {
    const id = await open({ cache: { ttlSeconds: 60 } });
    expect((await cached(id, "/a?x=1&y=2")).cache).toBe("miss");
    const hit = await cached(id, "/a?y=2&x=1");
    expect([hit.cache, hit.json.answered, hit.headers.get("age")]).toEqual(["hit", 1, "0"]);
    expect((await cached(id, "/a?x=1&y=3")).cache).toBe("miss");
    expect((await cached(id, "/a?x=1&y=2", { "accept-language": "de" })).cache).toBe("miss");
    const head = await cached(id, "/a?x=1&y=2", {}, "HEAD");
    expect([head.cache, head.text, head.headers.get("content-length")]).toEqual([
      "hit",
      "",
      String(hit.text.length),
    ]);
    expect((await cached(id, "/a?x=1&y=2", {}, "POST")).cache).toBe("bypass");
    expect((await cached(id, "/a?x=1&y=2", { range: "bytes=0-1" })).cache).toBe("bypass");
    expect(answered).toBe(5);
  });

  it("answers 304 to who has it already", async () => {
    const id = await open({ cache: { ttlSeconds: 60 } });
    const first = await cached(id, "/", { "if-none-match": '"v1"' });
    expect([first.status, first.cache]).toEqual([200, "miss"]);
    const second = await cached(id, "/", { "if-none-match": '"v1"' });
    expect([second.status, second.cache, second.text]).toEqual([304, "hit", ""]);
  });

  it("is asked after when it has ended, and not fetched again", async () => {
    const id = await open({ cache: { ttlSeconds: 1 } });
    expect((await cached(id)).json.answered).toBe(1);
    const again = await waitFor("the answer to end", async () => {
      const next = await cached(id);
      return next.cache === "hit" ? null : next;
    });
    expect([again.cache, again.status, again.json.answered]).toEqual(["revalidated", 200, 1]);
    expect(answered).toBe(2);
  });

  it("is never shared between organizations, integrations or settings", async () => {
    const cache = { ttlSeconds: 60 };
    const other = await openTenant("other");
    const [id, sibling, foreign] = [
      await open({ cache }),
      await open({ cache }),
      await open({ cache }, {}, other),
    ];
    expect((await cached(id)).cache).toBe("miss");
    expect((await cached(id)).cache).toBe("hit");
    expect((await cached(sibling)).cache).toBe("miss");
    expect((await other.api.call("GET", `/proxy/${foreign}/`)).headers.get("x-gateway-cache")).toBe("miss");
    await suite.tenant.api.expect(200, "PATCH", `/api/v1/integrations/${id}`, { timeoutMs: 3_000 });
    expect((await cached(id)).cache).toBe("miss");
    const made = await suite.tenant.api.expect(201, "POST", "/api/v1/credentials", {
      name: "b",
      kind: "bearer",
      config: { token: "token-number-one" },
    });
    await suite.tenant.api.expect(200, "PATCH", `/api/v1/integrations/${id}`, { credentialId: made.id });
    expect((await cached(id)).cache).toBe("miss");
    expect((await cached(id)).cache).toBe("hit");
    await suite.tenant.api.expect(200, "PUT", `/api/v1/credentials/${made.id}`, {
      name: "b",
      kind: "bearer",
      config: { token: "token-number-two" },
    });
    expect((await cached(id)).cache).toBe("miss");
    expect(answered).toBe(6);
  });

  it.each([
    ["private", { "cache-control": "private, max-age=60" }],
    ["no-store", { "cache-control": "no-store" }],
    ["a cookie", { "set-cookie": "a=b" }],
    ["Vary: *", { vary: "*" }],
  ])("is nothing that says %s", async (_, headers) => {
    const id = await open({ cache: { ttlSeconds: 60 } });
    suite.upstream.answer((_request, response) =>
      response.writeHead(200, headers as Record<string, string>).end("x"),
    );
    expect((await cached(id)).cache).toBe("miss");
    expect((await cached(id)).cache).toBe("miss");
  });

  it.each([
    ["a stream of events", { "content-type": "text/event-stream" }],
    ["what may not be kept", { "content-type": "text/plain", "cache-control": "no-store" }],
  ])("does not hold back %s", async (_, headers) => {
    const id = await open({ cache: { ttlSeconds: 60 } });
    let finish = () => {};
    suite.upstream.answer((_request, response) => {
      response.writeHead(200, headers).write("data: first\n\n");
      finish = () => response.end("data: last\n\n");
    });
    // The upstream ends only when the first piece is here: whoever waits for the whole never answers.
    const answer = await fetch(`${inject("gatewayUrl")}/proxy/${id}/`, {
      // Compressed, it would wait in the local server's compressor.
      headers: { authorization: `Bearer ${suite.tenant.apiKey}`, "accept-encoding": "identity" },
      signal: AbortSignal.timeout(5_000),
    });
    expect(answer.headers.get("x-gateway-cache")).toBe("miss");
    const reader = (answer.body ?? new ReadableStream()).getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toContain("first");
    finish();
    expect(new TextDecoder().decode((await reader.read()).value)).toContain("last");
  });

  it("honours Vary for what is not in the key", async () => {
    const id = await open({ cache: { ttlSeconds: 60, headers: ["accept"] } });
    suite.upstream.answer((request, response) =>
      response.writeHead(200, { vary: "Accept-Language" }).end(String(request.headers["accept-language"])),
    );
    expect((await cached(id, "/", { "accept-language": "de" })).text).toBe("de");
    expect((await cached(id, "/", { "accept-language": "en" })).text).toBe("en");
  });

  it("serves on while the upstream fails, for as long as it may", async () => {
    const id = await open({ cache: { ttlSeconds: 1, staleIfErrorSeconds: 60 } });
    expect((await cached(id)).cache).toBe("miss");
    suite.upstream.answer((_, response) => response.writeHead(503).end("down"));
    const stale = await waitFor("the answer to end", async () => {
      const next = await cached(id);
      return next.cache === "hit" ? null : next;
    });
    expect([stale.status, stale.cache, stale.json.answered]).toEqual([200, "stale", 1]);
    const fresh = await cached(id, "/never-seen");
    expect([fresh.status, fresh.text]).toEqual([503, "down"]);
  });
});
