import { connect } from "node:net";
import { deflateSync } from "node:zlib";
import { describe, expect, inject, it } from "vitest";
import { createApiClient } from "../support/api-client.ts";
import { proxySuite } from "./proxy-support.ts";
import { openTenant } from "./support.ts";

const suite = proxySuite();
const { open, call } = suite;

/** A request as it is written, for what `fetch` would straighten out. */
function rawCall(lines: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(inject("gatewayUrl"));
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      const head = [
        lines[0],
        `Host: ${hostname}:${port}`,
        `Authorization: Bearer ${suite.tenant.apiKey}`,
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
    const narrow = await suite.tenant.api.expect(201, "POST", "/api/v1/api-keys", {
      name: "narrow",
      scopes: ["events:publish"],
    });
    const refused = await createApiClient(inject("gatewayUrl"), String(narrow.key)).call(
      "GET",
      `/proxy/${id}/`,
    );
    expect(refused.json).toMatchObject({ status: 403, code: "forbidden" });
    const fitting = await suite.tenant.api.expect(201, "POST", "/api/v1/api-keys", {
      name: "caller",
      scopes: ["proxy:call"],
    });
    expect(
      (await createApiClient(inject("gatewayUrl"), String(fitting.key)).call("GET", `/proxy/${id}/`)).status,
    ).toBe(200);
    expect(suite.upstream.calls).toHaveLength(1);
  });

  it("a host that the organization's policy refuses is not called, and that is no failure of the upstream's", async () => {
    const id = await open();
    const path = "/api/v1/organization/policy";
    await suite.tenant.api.expect(200, "PUT", path, { deniedHosts: ["127.0.0.1"] });
    const refused = await call(id);
    expect([refused.status, refused.headers.get("x-gateway-error")]).toEqual([409, "conflict"]);
    expect(suite.upstream.calls).toHaveLength(0);
    await suite.tenant.api.expect(200, "PUT", path, {});
    expect((await call(id)).status).toBe(200);
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
    const id = await open({ path: { allow: [] } }, { url: `${suite.upstream.url}/base` });
    const text = await rawCall([`GET /proxy/${id}${path} HTTP/1.1`]);
    const status = Number(text.split(" ")[1]);
    expect([200, 400, 404]).toContain(status);
    for (const seen of suite.upstream.calls) {
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
      `X-Organization-Id: ${suite.tenant.orgId}`,
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
    const names = Object.keys(suite.upstream.last).filter((name) => !platform.includes(name));
    expect(names.sort()).toEqual([
      "accept-encoding",
      "host",
      "user-agent",
      "x-acme-fixed",
      "x-acme-own",
      "x-correlation-id",
    ]);
    expect(suite.upstream.last["x-acme-fixed"]).toBe("ours");
    expect(suite.upstream.last.host).toBe(new URL(suite.upstream.url).host);
  });

  it("a quote in a query goes on, as a URL writes it", async () => {
    const id = await open();
    const text = await rawCall([`GET /proxy/${id}/orders?$filter=Name%20eq%20'x' HTTP/1.1`]);
    expect(text).toMatch(/^HTTP\/1\.1 200/);
    expect(suite.upstream.calls).toEqual(["GET /orders?%24filter=Name%20eq%20%27x%27"]);
  });

  it("a body with GET is refused and not lost", async () => {
    const id = await open();
    const text = await rawCall([
      `GET /proxy/${id}/_search HTTP/1.1`,
      "Content-Type: application/json",
      "Content-Length: 9",
      "",
      '{"q":"x"}',
    ]);
    expect(text).toMatch(/^HTTP\/1\.1 422/);
    expect(suite.upstream.calls).toEqual([]);
  });

  it("an answer in an encoding that nobody asked for is not passed on as if it were text", async () => {
    const id = await open({}, { headers: { "x-api-key": "secret-of-the-tenant" } });
    suite.upstream.answer((_, response) =>
      response
        .writeHead(200, { "content-type": "text/plain", "content-encoding": "deflate" })
        .end(deflateSync("secret-of-the-tenant")),
    );
    const answer = await call(id);
    expect([answer.status, answer.json.code]).toEqual([502, "upstream_unusable"]);
  });

  it.each(["multipart/mixed; boundary=b", "message/http", "application/yaml", "application/http"])(
    "an echo of the request as %s shows no secret",
    async (type) => {
      const id = await open({}, { headers: { "x-api-key": "secret-of-the-tenant" } });
      suite.upstream.answer((request, response) =>
        response.writeHead(200, { "content-type": type }).end(`x-api-key: ${request.headers["x-api-key"]}`),
      );
      expect((await call(id)).text).toBe(`x-api-key: ${"*".repeat(20)}`);
    },
  );

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
    expect(suite.upstream.calls.filter((seen) => seen.includes("smuggled"))).toEqual([]);
  });

  it("nothing of the upstream's speaks for the gateway", async () => {
    const id = await open({ responseHeaders: ["content-type", "x-acme-*"] });
    suite.upstream.answer((_, response) =>
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
    expect(suite.upstream.calls).toEqual([]);
  });
});
