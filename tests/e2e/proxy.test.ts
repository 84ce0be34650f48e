import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { createApiClient, type Json, type Tenant } from "../support/api-client.ts";
import { type Provider, startProvider } from "../support/provider.ts";
import { readAll, startUpstream, type Upstream } from "../support/upstream.ts";
import { openTenant, waitFor } from "./support.ts";

let tenant: Tenant;
let upstream: Upstream;

beforeEach(async () => {
  tenant = await openTenant("proxy");
  upstream = await startUpstream();
});
afterEach(() => upstream.close());

const ALL = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

async function open(proxy: Json = {}, settings: Json = {}, owner = tenant): Promise<string> {
  const created = await owner.api.expect(201, "POST", "/api/v1/integrations", {
    name: "upstream",
    eventTypes: [],
    url: upstream.url,
    timeoutMs: 2_000,
    proxy: { methods: ALL, ...proxy },
    ...settings,
  });
  return String(created.id);
}

const call = (id: string, path = "/", method = "GET", body?: unknown, headers: Record<string, string> = {}) =>
  tenant.api.call(method, `/proxy/${id}${path}`, body, headers);

const calls = async (query = "") =>
  (await tenant.api.expect(200, "GET", `/api/v1/proxy-calls${query}`)).items as Json[];

/** The log is written a moment after the answer. */
const logged = (count: number, query = "") =>
  waitFor(`${count} calls in the log`, async () => {
    const found = await calls(query);
    return found.length >= count ? found : null;
  });

/** A request as it is written, for what `fetch` would straighten out. */
function rawCall(lines: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(inject("gatewayUrl"));
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      const head = [
        lines[0],
        `Host: ${hostname}:${port}`,
        `Authorization: Bearer ${tenant.apiKey}`,
        ...lines.slice(1),
      ];
      socket.write(`${head.join("\r\n")}\r\nConnection: close\r\n\r\n`);
    });
    let text = "";
    socket.setEncoding("latin1").on("data", (part: string) => {
      text += part;
    });
    socket.on("close", () => resolve(text)).on("error", reject);
  });
}

describe("a call through the gateway", () => {
  it.each(["GET", "POST", "PUT", "PATCH", "DELETE"])(
    "reaches the upstream with method, path, query and body: %s",
    async (method) => {
      const id = await open({}, { url: `${upstream.url}/base` });
      const body = method === "GET" ? undefined : { amount: 1 };
      const answer = await call(id, "/v1/orders/7?a=1&b=%20", method, body);
      expect(answer.status).toBe(200);
      expect(answer.json).toMatchObject({
        method,
        url: "/base/v1/orders/7?a=1&b=%20",
        body: body === undefined ? "" : '{"amount":1}',
      });
      expect(answer.headers.get("x-gateway-error")).toBeNull();
      expect(answer.headers.get("x-gateway-cache")).toBe("bypass");
      expect(answer.headers.get("cache-control")).toBe("no-store");
    },
  );

  it("passes the upstream's status and failures as they are, and says nothing of its own", async () => {
    const id = await open();
    upstream.answer((_, response) =>
      response.writeHead(418, { "content-type": "application/problem+json" }).end('{"code":"teapot"}'),
    );
    const answer = await call(id);
    expect([answer.status, answer.text, answer.headers.get("x-gateway-error")]).toEqual([
      418,
      '{"code":"teapot"}',
      null,
    ]);
  });

  it("answers HEAD with the upstream's length, and 204 and 304 without a body", async () => {
    const id = await open();
    upstream.answer((request, response) => {
      if (request.url === "/204") response.writeHead(204).end();
      else if (request.url === "/304") response.writeHead(304, { etag: '"1"' }).end();
      else response.writeHead(200, { "content-length": "12345", "content-type": "text/plain" }).end();
    });
    const head = await call(id, "/x", "HEAD");
    expect([head.status, head.text, head.headers.get("content-length")]).toEqual([200, "", "12345"]);
    expect(upstream.calls.at(-1)).toBe("HEAD /x");
    expect((await call(id, "/204")).status).toBe(204);
    const unchanged = await call(id, "/304", "GET", undefined, { "if-none-match": '"1"' });
    expect([unchanged.status, unchanged.headers.get("etag")]).toEqual([304, '"1"']);
    expect(upstream.last["if-none-match"]).toBe('"1"');
  });

  it("passes ranges and what comes of them", async () => {
    const id = await open();
    upstream.answer((request, response) => {
      expect(request.headers.range).toBe("bytes=2-4");
      response.writeHead(206, { "content-range": "bytes 2-4/10", "content-type": "text/plain" }).end("cde");
    });
    const answer = await call(id, "/", "GET", undefined, { range: "bytes=2-4" });
    expect([answer.status, answer.text, answer.headers.get("content-range")]).toEqual([
      206,
      "cde",
      "bytes 2-4/10",
    ]);
  });

  it("passes compressed bodies as they are, in both directions", async () => {
    const id = await open();
    const packed = gzipSync("x".repeat(10_000));
    let got: Uint8Array = new Uint8Array();
    upstream.answer(async (request, response) => {
      got = await readAll(request);
      expect(request.headers["content-encoding"]).toBe("gzip");
      response.writeHead(200, { "content-encoding": "gzip", "content-type": "text/plain" }).end(packed);
    });
    const answer = await new Promise<{ encoding: string | undefined; body: Buffer }>((resolve, reject) => {
      const request = httpRequest(
        `${inject("gatewayUrl")}/proxy/${id}/`,
        {
          method: "POST",
          headers: {
            authorization: `Bearer ${tenant.apiKey}`,
            "content-encoding": "gzip",
            "accept-encoding": "gzip",
          },
        },
        (response) =>
          readAll(response).then(
            (body) => resolve({ encoding: response.headers["content-encoding"], body }),
            reject,
          ),
      );
      request.on("error", reject).end(packed);
    });
    expect(gunzipSync(got).length).toBe(10_000);
    expect(answer.encoding).toBe("gzip");
    expect(answer.body.equals(packed)).toBe(true);
  });

  it("never follows a redirect, and tells it in the caller's own terms", async () => {
    const id = await open();
    upstream.answer((request, response) =>
      response
        .writeHead(302, { location: request.url === "/a" ? "/b?x=1" : "https://files.example.net/signed" })
        .end(),
    );
    const manual = (path: string) =>
      fetch(`${inject("gatewayUrl")}/proxy/${id}${path}`, {
        redirect: "manual",
        headers: { authorization: `Bearer ${tenant.apiKey}` },
      });
    expect((await manual("/a")).headers.get("location")).toBe(`/proxy/${id}/b?x=1`);
    expect((await manual("/c")).headers.get("location")).toBe("https://files.example.net/signed");
    expect(upstream.calls).toEqual(["GET /a", "GET /c"]);
  });
});

describe("what the integration says", () => {
  it("decides on methods, paths and queries", async () => {
    const id = await open({
      methods: ["GET"],
      path: {
        allow: ["/v1/orders/{id}", "/old/{id}"],
        rewrite: [{ from: "/old/{id}", to: "/v2/things/{id}" }],
      },
      query: { allow: ["page", "key"], deny: ["key"], rename: { page: "p" }, set: { version: "2" } },
    });
    const posted = await call(id, "/v1/orders/1", "POST", {});
    expect([posted.status, posted.headers.get("allow"), posted.headers.get("x-gateway-error")]).toEqual([
      405,
      "GET",
      "method_not_allowed",
    ]);
    expect((await call(id, "/v1/customers/1")).json).toMatchObject({ status: 403, code: "path_not_allowed" });
    expect((await call(id, "/v1/orders/1?page=2&other=3&key=4&version=1")).json.url).toBe(
      "/v1/orders/1?p=2&version=2",
    );
    expect((await call(id, "/old/9")).json.url).toBe("/v2/things/9?version=2");
  });

  it("is refused with pointers when it is wrong", async () => {
    const body = {
      name: "wrong",
      eventTypes: [],
      url: upstream.url,
      proxy: {
        methods: [],
        path: { allow: ["v1"], strip: "/a/", rewrite: [{ from: "/a/{x}", to: "/b/{y}" }] },
        query: { set: { api_key: "secret" } },
        requestHeaders: ["authorization"],
        responseHeaders: ["set-cookie", "Upper"],
        totalTimeoutMs: 1,
        cache: { ttlSeconds: 0 },
        limits: { rate: { ratePerSecond: 0, burst: 0 }, concurrency: 0 },
        circuit: { restMs: 10_000, maxRestMs: 1_000 },
      },
    };
    const answer = await tenant.api.call("POST", "/api/v1/integrations", body);
    expect(answer.status).toBe(422);
    const pointers = (answer.json.errors as Json[]).map(({ pointer }) => pointer);
    expect(pointers).toEqual([
      "/proxy/methods",
      "/proxy/path/allow/0",
      "/proxy/path/strip",
      "/proxy/path/rewrite/0/to",
      "/proxy/query/set/api_key",
      "/proxy/requestHeaders/0",
      "/proxy/responseHeaders/0",
      "/proxy/responseHeaders/1",
      "/proxy/totalTimeoutMs",
      "/proxy/cache/ttlSeconds",
      "/proxy/limits/rate",
      "/proxy/limits/concurrency",
      "/proxy/circuit/maxRestMs",
    ]);
  });

  it("holds from the moment it is saved, and null takes the proxy away", async () => {
    const id = await open();
    expect((await call(id)).status).toBe(200);
    await tenant.api.expect(200, "PATCH", `/api/v1/integrations/${id}`, { proxy: { methods: ["POST"] } });
    expect((await call(id)).status).toBe(405);
    await tenant.api.expect(200, "PATCH", `/api/v1/integrations/${id}`, { enabled: false });
    expect((await call(id, "/", "POST", {})).status).toBe(409);
    await tenant.api.expect(200, "PATCH", `/api/v1/integrations/${id}`, {
      enabled: true,
      proxy: null,
      eventTypes: ["order.*"],
    });
    expect((await call(id, "/", "POST", {})).json).toMatchObject({ status: 404, code: "not_found" });
    expect(upstream.calls).toHaveLength(1);
  });
});

describe("nobody gets out of the integration's place", () => {
  it("another organization's integration is not there, and neither is one without a key or permission", async () => {
    const id = await open();
    const other = await openTenant("stranger");
    expect((await other.api.call("GET", `/proxy/${id}/`)).json).toMatchObject({
      status: 404,
      code: "not_found",
    });
    const nobody = await fetch(`${inject("gatewayUrl")}/proxy/${id}/`);
    expect([nobody.status, nobody.headers.get("x-gateway-error")]).toEqual([401, "unauthorized"]);
    const narrow = await tenant.api.expect(201, "POST", "/api/v1/api-keys", {
      name: "narrow",
      scopes: ["events:publish"],
    });
    const refused = await createApiClient(inject("gatewayUrl"), String(narrow.key)).call(
      "GET",
      `/proxy/${id}/`,
    );
    expect(refused.json).toMatchObject({ status: 403, code: "forbidden" });
    const fitting = await tenant.api.expect(201, "POST", "/api/v1/api-keys", {
      name: "caller",
      scopes: ["proxy:call"],
    });
    expect(
      (await createApiClient(inject("gatewayUrl"), String(fitting.key)).call("GET", `/proxy/${id}/`)).status,
    ).toBe(200);
    expect(upstream.calls).toHaveLength(1);
  });

  it.each([
    "/..%2fsecret",
    "/%2e%2e/secret",
    "/%2e%2e%2fsecret",
    "/a/..%5csecret",
    "/..;/secret",
    "/%252e%252e/secret",
    "/%c0%af../secret",
    "//evil.example/x",
    "/a//b",
    "/a%00b",
    "/a%0d%0aX-Evil:1",
    "/../../secret",
    "/../secret",
    "/./../secret",
    "/\\..\\secret",
    "/http://evil.example/",
    "/@evil.example/",
  ])("by the path %s", async (path) => {
    const id = await open({ path: { allow: [] } }, { url: `${upstream.url}/base` });
    const text = await rawCall([`GET /proxy/${id}${path} HTTP/1.1`]);
    const status = Number(text.split(" ")[1]);
    expect([200, 400, 404]).toContain(status);
    for (const seen of upstream.calls) {
      const path = decodeURIComponent(seen.split(" ")[1] ?? "");
      expect(path.startsWith("/base/")).toBe(true);
      expect(path.split(/[/\\]/)).not.toContain("..");
    }
  });

  it("by headers: nothing of the gateway's or the connection's goes upstream, and nothing is smuggled in", async () => {
    const id = await open(
      { requestHeaders: ["accept", "x-acme-*"] },
      { headers: { "X-Acme-Fixed": "ours" } },
    );
    const text = await rawCall([
      `GET /proxy/${id}/ HTTP/1.1`,
      "Cookie: session=1",
      `X-Organization-Id: ${tenant.orgId}`,
      "X-Forwarded-For: 10.0.0.1",
      "X-Forwarded-Host: evil.example",
      "Proxy-Authorization: Basic eA==",
      "Connection: X-Acme-Nominated",
      "X-Acme-Nominated: gone",
      "X-Acme-Fixed: theirs",
      "X-Acme-Own: kept",
      "X-Other: gone",
      "TE: trailers",
    ]);
    expect(text).toMatch(/^HTTP\/1\.1 200/);
    // The platform's own: it asks no cache on the way, and signs what a Worker sends.
    const platform = ["cache-control", "pragma", "cf-worker", "connection"];
    const names = Object.keys(upstream.last).filter((name) => !platform.includes(name));
    expect(names.sort()).toEqual([
      "accept-encoding",
      "host",
      "user-agent",
      "x-acme-fixed",
      "x-acme-own",
      "x-correlation-id",
    ]);
    expect(upstream.last["x-acme-fixed"]).toBe("ours");
    expect(upstream.last.host).toBe(new URL(upstream.url).host);
  });

  it("by a body of two lengths", async () => {
    const id = await open();
    await rawCall([
      `POST /proxy/${id}/ HTTP/1.1`,
      "Content-Length: 0",
      "Transfer-Encoding: chunked",
      "",
      "0",
      "",
      `GET /proxy/${id}/smuggled HTTP/1.1`,
      "X: y",
    ]);
    expect(upstream.calls.filter((seen) => seen.includes("smuggled"))).toEqual([]);
  });

  it("nothing of the upstream's speaks for the gateway", async () => {
    const id = await open({ responseHeaders: ["content-type", "x-acme-*"] });
    upstream.answer((_, response) =>
      response
        .writeHead(200, {
          "content-type": "text/html",
          "set-cookie": ["igw_refresh=stolen; Path=/", "b=c"],
          "access-control-allow-origin": "*",
          "access-control-allow-credentials": "true",
          "content-security-policy": "default-src *",
          "x-gateway-error": "forged",
          "x-request-id": "forged",
          "strict-transport-security": "max-age=0",
          "x-acme-kept": "1",
          server: "secret/1.0",
        })
        .end("<script>alert(1)</script>"),
    );
    const { headers } = await call(id);
    expect(headers.get("set-cookie")).toBeNull();
    expect(headers.get("access-control-allow-origin")).toBeNull();
    expect(headers.get("content-security-policy")).toMatch(/default-src 'none'.*sandbox/);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-gateway-error")).toBeNull();
    expect(headers.get("x-request-id")).toMatch(/^req_/);
    expect([headers.get("x-acme-kept"), headers.get("server")]).toEqual(["1", null]);
  });

  it("an upgrade is refused, plainly", async () => {
    const id = await open();
    const text = await rawCall([
      `GET /proxy/${id}/ HTTP/1.1`,
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ]);
    expect(text).toMatch(/^HTTP\/1\.1 501/);
    expect(upstream.calls).toEqual([]);
  });
});

describe("the credential", () => {
  async function credential(kind: string, config: Json): Promise<string> {
    const made = await tenant.api.expect(201, "POST", "/api/v1/credentials", { name: kind, kind, config });
    return String(made.id);
  }
  const SECRET = "s3cr3t-token-of-the-upstream";

  it("goes upstream and never to the caller, whatever the upstream sends back, and is not in the log", async () => {
    const credentialId = await credential("bearer", { token: SECRET });
    const id = await open({}, { credentialId });
    let seen: string | undefined;
    upstream.answer((request, response) => {
      seen = request.headers.authorization;
      const body = JSON.stringify({
        headers: request.headers,
        base64: Buffer.from(SECRET).toString("base64"),
      });
      response.setHeader("content-type", "application/json");
      response.setHeader("etag", `"${SECRET}"`);
      response.setHeader("location", `/next?token=${SECRET}`);
      // Cut in the middle of the secret.
      const at = body.indexOf(SECRET) + 5;
      if (request.url === "/stream") {
        response.write(body.slice(0, at));
        setTimeout(() => response.end(body.slice(at)), 50);
      } else response.end(body);
    });
    for (const path of ["/whole", "/stream"]) {
      const answer = await call(id, path, "GET", undefined, { authorization: `Bearer ${tenant.apiKey}` });
      expect(seen).toBe(`Bearer ${SECRET}`);
      expect(answer.text).toContain("Bearer ****");
      const shown = answer.text + JSON.stringify([...answer.headers]);
      expect(shown).not.toContain(SECRET);
      expect(shown).not.toContain(Buffer.from(SECRET).toString("base64"));
      expect(shown).not.toContain(tenant.apiKey);
    }
    for (const { id: callId } of await logged(2)) {
      const whole = await tenant.api.call("GET", `/api/v1/proxy-calls/${callId}`);
      expect(whole.json.request).not.toBeNull();
      expect(whole.text).not.toContain(SECRET);
      expect(whole.text).not.toContain(tenant.apiKey);
    }
  });

  it("in the query cannot be set or read by the caller", async () => {
    const credentialId = await credential("api_key", { in: "query", name: "api_key", value: SECRET });
    const id = await open({}, { credentialId });
    upstream.answer((request, response) => response.writeHead(302, { location: request.url }).end());
    const answer = await fetch(`${inject("gatewayUrl")}/proxy/${id}/a?api_key=mine&b=1`, {
      redirect: "manual",
      headers: { authorization: `Bearer ${tenant.apiKey}` },
    });
    expect(upstream.calls).toEqual([`GET /a?b=1&api_key=${SECRET}`]);
    expect(answer.headers.get("location")).toBe(`/proxy/${id}/a?b=1&api_key=[redacted]`);
    const [logs] = await logged(1);
    const whole = await tenant.api.call("GET", `/api/v1/proxy-calls/${logs?.id}`);
    expect(whole.text).not.toContain(SECRET);
    expect(logs?.path).toBe("/a?api_key=redacted&b=1");
  });

  it("that signs bodies signs what the caller sent", async () => {
    const credentialId = await credential("hmac", {
      algorithm: "sha256",
      header: "X-Signature",
      encoding: "hex",
      prefix: "",
      secret: SECRET,
    });
    const id = await open({}, { credentialId });
    await call(id, "/", "POST", '{"n":12345678901234567890}');
    const { createHmac } = await import("node:crypto");
    expect(upstream.last["x-signature"]).toBe(
      createHmac("sha256", SECRET).update('{"n":12345678901234567890}').digest("hex"),
    );
    const large = await call(id, "/", "POST", "x".repeat(1_100_000));
    expect([large.status, large.headers.get("x-gateway-error")]).toEqual([413, "body_too_large"]);
  });

  describe("with tokens", () => {
    let provider: Provider;
    beforeEach(async () => {
      provider = await startProvider();
    });
    afterEach(() => provider.close());

    const withTokens = async () =>
      open(
        {},
        {
          credentialId: await credential("oauth2_client_credentials", {
            tokenUrl: provider.tokenUrl,
            clientId: provider.clientId,
            clientSecret: provider.clientSecret,
          }),
        },
      );

    it("renews one that the upstream refuses and sends the same body again", async () => {
      const id = await withTokens();
      const bodies: string[] = [];
      let refuse = true;
      upstream.answer(async (request, response) => {
        bodies.push((await readAll(request)).toString());
        const ok = !refuse && provider.isValid(request.headers.authorization);
        refuse = false;
        response.writeHead(ok ? 200 : 401).end(String(ok));
      });
      const answer = await call(id, "/orders", "POST", { n: 1 });
      expect([answer.status, answer.text]).toEqual([200, "true"]);
      expect(bodies).toEqual(['{"n":1}', '{"n":1}']);
    });

    it("renews it and asks for a large body again, because a stream cannot be sent twice", async () => {
      const id = await withTokens();
      let refuse = true;
      upstream.answer(async (request, response) => {
        const { length } = await readAll(request);
        response.writeHead(refuse ? 401 : 200).end(String(length));
        refuse = false;
      });
      const body = "x".repeat(2_000_000);
      const first = await call(id, "/", "POST", body);
      expect([first.status, first.headers.get("x-gateway-error"), first.headers.get("retry-after")]).toEqual([
        503,
        "unavailable",
        "1",
      ]);
      expect((await call(id, "/", "POST", body)).text).toBe("2000000");
    });

    it("says so when there is none", async () => {
      const id = await withTokens();
      await provider.close();
      const answer = await call(id);
      expect([answer.status, answer.headers.get("x-gateway-error")]).toEqual([502, "upstream_credential"]);
      expect(upstream.calls).toEqual([]);
      provider = await startProvider();
    });
  });
});

describe("what is kept", () => {
  let answered = 0;
  beforeEach(() => {
    answered = 0;
    upstream.answer((request, response) => {
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
    await tenant.api.expect(200, "PATCH", `/api/v1/integrations/${id}`, { timeoutMs: 3_000 });
    expect((await cached(id)).cache).toBe("miss");
    const made = await tenant.api.expect(201, "POST", "/api/v1/credentials", {
      name: "b",
      kind: "bearer",
      config: { token: "token-number-one" },
    });
    await tenant.api.expect(200, "PATCH", `/api/v1/integrations/${id}`, { credentialId: made.id });
    expect((await cached(id)).cache).toBe("miss");
    expect((await cached(id)).cache).toBe("hit");
    await tenant.api.expect(200, "PUT", `/api/v1/credentials/${made.id}`, {
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
    upstream.answer((_request, response) =>
      response.writeHead(200, headers as Record<string, string>).end("x"),
    );
    expect((await cached(id)).cache).toBe("miss");
    expect((await cached(id)).cache).toBe("miss");
  });

  it("honours Vary for what is not in the key", async () => {
    const id = await open({ cache: { ttlSeconds: 60, headers: ["accept"] } });
    upstream.answer((request, response) =>
      response.writeHead(200, { vary: "Accept-Language" }).end(String(request.headers["accept-language"])),
    );
    expect((await cached(id, "/", { "accept-language": "de" })).text).toBe("de");
    expect((await cached(id, "/", { "accept-language": "en" })).text).toBe("en");
  });

  it("serves on while the upstream fails, for as long as it may", async () => {
    const id = await open({ cache: { ttlSeconds: 1, staleIfErrorSeconds: 60 } });
    expect((await cached(id)).cache).toBe("miss");
    upstream.answer((_, response) => response.writeHead(503).end("down"));
    const stale = await waitFor("the answer to end", async () => {
      const next = await cached(id);
      return next.cache === "hit" ? null : next;
    });
    expect([stale.status, stale.cache, stale.json.answered]).toEqual([200, "stale", 1]);
    const fresh = await cached(id, "/never-seen");
    expect([fresh.status, fresh.text]).toEqual([503, "down"]);
  });
});

describe("limits", () => {
  it("let exactly as many of 100 parallel calls through as the burst has", async () => {
    const id = await open({ limits: { rate: { ratePerSecond: 0.01, burst: 7 } } });
    const answers = await Promise.all(Array.from({ length: 100 }, () => call(id)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(7);
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.headers.get("x-gateway-error")).toBe("upstream_busy");
    expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(upstream.calls).toHaveLength(7);
  });

  it("let no more in at once than there are places, and take the next when one has left", async () => {
    const id = await open({ limits: { concurrency: 5 } });
    let [now, most] = [0, 0];
    const waiting: (() => void)[] = [];
    upstream.answer((_, response) => {
      now++;
      most = Math.max(most, now);
      waiting.push(() => {
        now--;
        response.end("ok");
      });
    });
    const answers = Array.from({ length: 60 }, () => call(id));
    await waitFor("five inside", () => (waiting.length === 5 ? true : null));
    const first = await Promise.race(answers);
    expect([first.status, first.headers.get("x-gateway-error")]).toEqual([429, "upstream_busy"]);
    for (const go of waiting.splice(0)) go();
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(5);
    expect(most).toBe(5);
    upstream.answer((_, response) => response.end("ok"));
    await waitFor("a free place", async () => ((await call(id)).status === 200 ? true : null));
  });
});

describe("the circuit", () => {
  it("opens when the upstream fails, answers at once with 503, and closes when a probe succeeds", async () => {
    const id = await open({ circuit: { consecutiveFailures: 5, restMs: 1_500, maxRestMs: 1_500 } });
    upstream.answer((_, response) => response.writeHead(500).end("down"));
    const opened = await waitFor("the circuit to open", async () => {
      const answer = await call(id);
      return answer.status === 503 ? answer : null;
    });
    expect(opened.headers.get("x-gateway-error")).toBe("circuit_open");
    expect(Number(opened.headers.get("retry-after"))).toBeGreaterThan(0);
    const seen = upstream.calls.length;
    const refused = await Promise.all(Array.from({ length: 20 }, () => call(id)));
    expect(refused.every(({ status }) => status === 503)).toBe(true);
    expect(upstream.calls).toHaveLength(seen);
    upstream.answer((_, response) => response.end("up"));
    await waitFor("the circuit to close", async () => ((await call(id)).status === 200 ? true : null));
    const after = await Promise.all(Array.from({ length: 20 }, () => call(id)));
    expect(after.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
    await waitFor("everybody to get through", async () => {
      const all = await Promise.all(Array.from({ length: 5 }, () => call(id)));
      return all.every(({ status }) => status === 200) ? true : null;
    });
  });

  it("is not opened by refusals", async () => {
    const id = await open({ circuit: { consecutiveFailures: 2 } });
    upstream.answer((_, response) => response.writeHead(401).end());
    for (let n = 0; n < 10; n++) expect((await call(id)).status).toBe(401);
  });
});

describe("failures of the gateway's own are told from the upstream's", () => {
  it("502 when nobody is there, 504 when nobody answers, and a break in the middle", async () => {
    const gone = await open({}, { url: "http://127.0.0.1:9/" });
    const unreachable = await call(gone);
    expect(unreachable.json).toMatchObject({ status: 502, code: "upstream_unreachable" });
    const id = await open({ totalTimeoutMs: 700 }, { timeoutMs: 300 });
    upstream.answer(() => undefined);
    const silent = await call(id);
    expect([silent.status, silent.headers.get("x-gateway-error")]).toEqual([504, "upstream_timeout"]);
    upstream.answer(
      (_, response) => void response.writeHead(200, { "content-type": "text/plain" }).write("begin"),
    );
    await expect(call(id)).rejects.toThrow();
    const found = await logged(2, `?integrationId=${id}`);
    expect(found.map(({ category }) => category)).toEqual(["TIMEOUT", "TIMEOUT"]);
    expect(found.map(({ gatewayError }) => gatewayError)).toEqual([null, "upstream_timeout"]);
  });
});

describe("the log of calls", () => {
  it("has every call, refused ones too, with its steps, and finds it by what it was", async () => {
    const id = await open({ methods: ["GET", "POST"] });
    upstream.answer(async (request, response) => {
      await readAll(request);
      response
        .writeHead(request.url === "/bad" ? 500 : 200, {
          "content-type": "application/json",
          "x-secret-token": "tok",
        })
        .end('{"ok":1}');
    });
    const answer = await call(
      id,
      "/good?access_token=abc&a=1",
      "POST",
      { n: 1 },
      { "x-correlation-id": "corr-1" },
    );
    await call(id, "/bad");
    await call(id, "/", "DELETE");
    const all = await logged(3);
    expect(
      all.map(({ path, httpStatus, category, gatewayError, method }) => [
        method,
        path,
        httpStatus,
        category,
        gatewayError,
      ]),
    ).toEqual([
      ["DELETE", "/", 405, "VALIDATION", "method_not_allowed"],
      ["GET", "/bad", 500, "SERVER_ERROR", null],
      ["POST", "/good?access_token=redacted&a=1", 200, null, null],
    ]);
    const good = all[2] as Json;
    expect(good).toMatchObject({
      integrationId: id,
      correlationId: "corr-1",
      requestBytes: 7,
      responseBytes: 8,
      cache: "bypass",
    });
    expect(good.id).toBe(answer.headers.get("x-gateway-call"));
    expect(String(good.caller)).toMatch(/^key_/);
    const whole = await tenant.api.expect(200, "GET", `/api/v1/proxy-calls/${good.id}`);
    expect((whole.steps as Json[]).map(({ name }) => name)).toEqual(["map", "check_target", "admit", "send"]);
    expect(whole.response).toMatchObject({
      status: 200,
      body: '{"ok":1}',
      headers: { "x-secret-token": "[redacted]" },
    });
    expect((await calls("?category=SERVER_ERROR")).map(({ path }) => path)).toEqual(["/bad"]);
    expect((await calls("?gatewayError=method_not_allowed")).map(({ method }) => method)).toEqual(["DELETE"]);
    expect(await calls(`?httpStatus=200&integrationId=${id}`)).toHaveLength(1);
    expect(await calls("?integrationId=int_other")).toEqual([]);
    const page = await tenant.api.expect(200, "GET", "/api/v1/proxy-calls?limit=2");
    const rest = await tenant.api.expect(200, "GET", `/api/v1/proxy-calls?limit=2&cursor=${page.nextCursor}`);
    expect([(page.items as Json[]).length, (rest.items as Json[]).length, rest.nextCursor]).toEqual([
      2,
      1,
      null,
    ]);
    const other = await openTenant("other");
    expect((await other.api.call("GET", `/api/v1/proxy-calls/${good.id}`)).status).toBe(404);
  });
});

describe("transformation", () => {
  it("changes the request's and the answer's body, and nothing else of them", async () => {
    const id = await open({
      transformRequest: { kind: "simple", mapping: { total: "{{payload.amount}}", via: "{{request.path}}" } },
      transformResponse: {
        kind: "script",
        source:
          "function transform(payload, context) { return { got: JSON.parse(payload.body), status: context.event.response.status }; }",
      },
    });
    const answer = await call(id, "/orders", "POST", { amount: 7, secret: 1 });
    expect(answer.json).toEqual({ got: { total: 7, via: "/orders" }, status: 200 });
    const [found] = await logged(1);
    const whole = await tenant.api.expect(200, "GET", `/api/v1/proxy-calls/${found?.id}`);
    expect((whole.steps as Json[]).map(({ name }) => name)).toEqual([
      "map",
      "check_target",
      "transform_request",
      "admit",
      "send",
      "transform_response",
    ]);
  });

  it("that fails is told: the caller's body 422, the upstream's answer 502, and what is no JSON passes", async () => {
    const source = "function transform(payload) { if (payload.bad) throw new Error('no'); return payload; }";
    const id = await open({
      transformRequest: { kind: "script", source },
      transformResponse: { kind: "script", source },
    });
    upstream.answer(async (request, response) => {
      await readAll(request);
      const type = request.url === "/text" ? "text/plain" : "application/json";
      response
        .writeHead(200, { "content-type": type })
        .end(request.url === "/ok" ? '{"fine":1}' : '{"bad":1}');
    });
    expect((await call(id, "/ok", "POST", { n: 1 })).text).toBe('{"fine":1}');
    expect((await call(id, "/ok", "POST", { bad: 1 })).json).toMatchObject({
      status: 422,
      code: "invalid_body",
    });
    expect((await call(id, "/ok", "POST", "no json")).json).toMatchObject({ status: 422 });
    expect((await call(id, "/bad", "POST", { n: 1 })).json).toMatchObject({
      status: 502,
      code: "upstream_unusable",
    });
    expect((await call(id, "/text", "POST", { n: 1 })).text).toBe('{"bad":1}');
  });

  it("is checked when it is saved", async () => {
    const answer = await tenant.api.call("POST", "/api/v1/integrations", {
      name: "wrong",
      eventTypes: [],
      url: upstream.url,
      proxy: {
        transformRequest: { kind: "simple", mapping: { a: "{{response.status}}" } },
        transformResponse: { kind: "script", source: "function (" },
      },
    });
    expect(answer.status).toBe(422);
    expect((answer.json.errors as Json[]).map(({ pointer }) => pointer)).toEqual([
      "/proxy/transformRequest/mapping/a",
      "/proxy/transformResponse/source",
    ]);
  });
});
