import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import type { Json } from "../support/api-client.ts";
import { type Provider, startProvider } from "../support/provider.ts";
import { readAll } from "../support/upstream.ts";
import { proxySuite } from "./proxy-support.ts";

const suite = proxySuite();
const { open, call, logged } = suite;

describe("the credential", () => {
  async function credential(kind: string, config: Json): Promise<string> {
    const made = await suite.tenant.api.expect(201, "POST", "/api/v1/credentials", {
      name: kind,
      kind,
      config,
    });
    return String(made.id);
  }
  const SECRET = "s3cr3t-token-of-the-upstream";

  it("goes upstream and never to the caller, whatever the upstream sends back, and is not in the log", async () => {
    const credentialId = await credential("bearer", { token: SECRET });
    const id = await open({}, { credentialId });
    let seen: string | undefined;
    suite.upstream.answer((request, response) => {
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
      const answer = await call(id, path, "GET", undefined, {
        authorization: `Bearer ${suite.tenant.apiKey}`,
      });
      expect(seen).toBe(`Bearer ${SECRET}`);
      expect(answer.text).toContain("Bearer ****");
      const shown = answer.text + JSON.stringify([...answer.headers]);
      expect(shown).not.toContain(SECRET);
      expect(shown).not.toContain(Buffer.from(SECRET).toString("base64"));
      expect(shown).not.toContain(suite.tenant.apiKey);
    }
    for (const { id: callId } of await logged(2)) {
      const whole = await suite.tenant.api.call("GET", `/api/v1/proxy-calls/${callId}`);
      expect(whole.json.request).not.toBeNull();
      expect(whole.text).not.toContain(SECRET);
      expect(whole.text).not.toContain(suite.tenant.apiKey);
    }
  });

  it("in the query cannot be set or read by the caller", async () => {
    const credentialId = await credential("api_key", { in: "query", name: "api_key", value: SECRET });
    const id = await open({}, { credentialId });
    suite.upstream.answer((request, response) => response.writeHead(302, { location: request.url }).end());
    const answer = await fetch(`${inject("gatewayUrl")}/proxy/${id}/a?api_key=mine&b=1`, {
      redirect: "manual",
      headers: { authorization: `Bearer ${suite.tenant.apiKey}` },
    });
    expect(suite.upstream.calls).toEqual([`GET /a?b=1&api_key=${SECRET}`]);
    expect(answer.headers.get("location")).toBe(`/proxy/${id}/a?b=1&api_key=[redacted]`);
    const [logs] = await logged(1);
    const whole = await suite.tenant.api.call("GET", `/api/v1/proxy-calls/${logs?.id}`);
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
    expect(suite.upstream.last["x-signature"]).toBe(
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
      suite.upstream.answer(async (request, response) => {
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
      suite.upstream.answer(async (request, response) => {
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
      expect(suite.upstream.calls).toEqual([]);
      provider = await startProvider();
    });
  });
});
