import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Runtime, startRuntime } from "../../scripts/runtime.ts";
import { createTenant, type Json, type Tenant } from "../support/api-client.ts";
import { type DnsResolver, startDnsResolver } from "../support/dns-resolver.ts";
import { freePort } from "../support/free-port.ts";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway-process.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { createIntegration, postEvent, waitForStatus } from "./support.ts";

const script = (source: string) => ({ transform: { kind: "script", source } });

describe("after kill -9", () => {
  const stateFolder = mkdtempSync(join(tmpdir(), "gateway-transform-"));
  let port = 0;
  let gateway: GatewayProcess;
  let receiver: Receiver;
  let tenant: Tenant;

  beforeAll(async () => {
    port = await freePort();
    gateway = await startGatewayProcess({ stateFolder, port });
    receiver = await startReceiver();
    tenant = await createTenant(gateway.url, gateway.adminToken, "transform");
  });
  afterAll(async () => {
    await gateway.kill();
    await receiver.close();
    rmSync(stateFolder, { recursive: true, force: true });
  });

  it("only the messages that did not arrive are sent, with the same bytes, clock and randomness included", async () => {
    let failures = 1;
    receiver.answer((request, response) => {
      const refused = String(request.headers["webhook-id"]).endsWith("~2") && failures-- > 0;
      response.writeHead(refused ? 503 : 200).end();
    });
    const source = `function transform(payload, context) {
      const make = (n) => ({ n, at: Date.now(), random: Math.random() });
      return context.several([make(1), make(2), make(3)]);
    }`;
    await createIntegration(tenant.api, receiver.url, {
      ...script(source),
      retry: { strategy: { kind: "schedule", delaysMs: [2_500] } },
    });
    const id = await postEvent(tenant.api, { n: 1 });
    await waitForStatus(tenant.api, id, "retrying");
    await gateway.kill();
    gateway = await startGatewayProcess({ stateFolder, port });
    await waitForStatus(tenant.api, id, "delivered");
    const sent = receiver.requests.map(({ headers }) => String(headers["webhook-id"]).replace(id, ""));
    expect(sent).toEqual(["~1", "~2", "~2", "~3"]);
    expect(receiver.requests[2]?.body).toBe(receiver.requests[1]?.body);
    expect(new Set(receiver.requests.map(({ body }) => (JSON.parse(body) as Json).random)).size).toBe(3);
  });

  it("a dead letter that arrived in part is retried from the message that failed; replayed, all of it is sent", async () => {
    let broken = true;
    receiver.answer((request, response) => {
      const refused = broken && request.body === '"b"';
      response.writeHead(refused ? 400 : 200).end();
    });
    const source = 'function transform(payload, context) { return context.several(["a", "b"]); }';
    await createIntegration(tenant.api, receiver.url, { ...script(source), eventTypes: ["part.*"] });
    const id = await postEvent(tenant.api, 1, { type: "part.one" });
    const dead = await waitForStatus(tenant.api, id, "dead_lettered");
    broken = false;
    await gateway.kill();
    gateway = await startGatewayProcess({ stateFolder, port });
    const bodies = () =>
      receiver.requests.flatMap(({ headers, body }) =>
        headers["x-event-type"] === "part.one" ? [body] : [],
      );
    await tenant.api.call("POST", `/api/v1/dead-letters/${String(dead.id)}/retry`);
    await waitForStatus(tenant.api, id, "delivered");
    expect(bodies()).toEqual(['"a"', '"b"', '"b"']);
    await tenant.api.call("POST", `/api/v1/deliveries/${String(dead.id)}/replay`);
    await waitForStatus(tenant.api, id, "delivered");
    expect(bodies()).toEqual(['"a"', '"b"', '"b"', '"a"', '"b"']);
  });
});

describe("a script that changes the URL", () => {
  const stateFolder = mkdtempSync(join(tmpdir(), "gateway-transform-egress-"));
  let resolver: DnsResolver;
  let receiver: Receiver;
  let gateway: Runtime;
  let tenant: Tenant;

  beforeAll(async () => {
    resolver = await startDnsResolver();
    receiver = await startReceiver();
    resolver.set("public.test", { addresses: ["93.184.216.34"], ttlSeconds: 60 });
    resolver.set("localhost", { addresses: ["10.0.0.7"], ttlSeconds: 60 });
    gateway = await startRuntime({
      stateFolder,
      vars: { ALLOW_PRIVATE_TARGETS: "false", DNS_CHECK: "on", DNS_RESOLVER_URL: resolver.url },
    });
    tenant = await createTenant(gateway.url, gateway.adminToken, "transform-egress");
  });
  afterAll(async () => {
    await gateway.stop();
    await receiver.close();
    await resolver.close();
    rmSync(stateFolder, { recursive: true, force: true });
  });

  it("to a private address is refused, by number and by name, and nothing is sent", async () => {
    const source = `function transform(payload, context) {
      return context.request({ payload: {}, url: payload.url });
    }`;
    const url = "https://public.test/hook";
    const { id: integration } = await createIntegration(tenant.api, url, script(source));
    const byName = receiver.url.replace("127.0.0.1", "localhost").replace("http:", "https:");
    for (const target of [receiver.url, "https://169.254.169.254/latest", "https://[::1]/", byName]) {
      const id = await postEvent(tenant.api, { url: target });
      const dead = await waitForStatus(tenant.api, id, "dead_lettered");
      expect(dead).toMatchObject({ category: "CLIENT_ERROR", attempts: 1 });
      const dry = await tenant.api.expect(200, "POST", `/api/v1/integrations/${integration}/dry-run`, {
        eventId: id,
      });
      expect((dry.messages as Json[])[0]?.refusal).toEqual(expect.any(String));
    }
    expect(receiver.requests).toEqual([]);
  });
});
