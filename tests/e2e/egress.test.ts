import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Runtime, startRuntime, WORKER_NAME } from "../../scripts/runtime.ts";
import { createTenant, type Json, type Tenant } from "../support/api-client.ts";
import { type DnsResolver, startDnsResolver } from "../support/dns-resolver.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { createIntegration, postEvent, waitFor, waitForStatus } from "./support.ts";

/** The real resolver of this machine takes every request to the receiver; the gateway asks the one of the test. */
const NAME = "localhost";
const PUBLIC = { addresses: ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"], ttlSeconds: 0 };
const PRIVATE = { addresses: ["93.184.216.34", "10.0.0.7"], ttlSeconds: 0 };

const stateFolder = mkdtempSync(join(tmpdir(), "gateway-egress-"));
let resolver: DnsResolver;
let receiver: Receiver;
let gateway: Runtime;
let tenant: Tenant;
/** The receiver's address by name. */
let target = "";

beforeAll(async () => {
  resolver = await startDnsResolver();
  receiver = await startReceiver();
  target = receiver.url.replace("127.0.0.1", NAME);
  resolver.set(NAME, PUBLIC);
  gateway = await startRuntime({ stateFolder, vars: { DNS_CHECK: "on", DNS_RESOLVER_URL: resolver.url } });
  tenant = await createTenant(gateway.url, gateway.adminToken, "egress");
});
afterAll(async () => {
  await gateway.stop();
  await receiver.close();
  await resolver.close();
  rmSync(stateFolder, { recursive: true, force: true });
});

/** What the log keeps of a delivery, with the steps of its last attempt. */
async function showDelivery(delivery: Json): Promise<{ text: string; hint: string }> {
  const answer = await tenant.api.call("GET", `/api/v1/deliveries/${String(delivery.id)}`);
  return { text: answer.text, hint: String(answer.json.hint) };
}

const isFor = (type: string) => (request: { headers: Record<string, unknown> }) =>
  request.headers["x-event-type"] === type;

describe("a target's name", () => {
  it("that turns to a private address after it was public is refused within the time that answers are kept", async () => {
    resolver.set(NAME, PUBLIC);
    await createIntegration(tenant.api, `${target}/rebind`, { eventTypes: ["rebind.*"] });
    const first = await postEvent(tenant.api, { n: 1 }, { type: "rebind.first" });
    await waitForStatus(tenant.api, first, "delivered");
    resolver.set(NAME, PRIVATE);
    // Each event is one delivery: sooner or later, and for good, they are refused.
    const refused = await waitFor("a delivery to be refused", async () => {
      const id = await postEvent(tenant.api, { n: 2 }, { type: "rebind.next" });
      const delivery = await waitFor("it to be settled", async () => {
        const page = await tenant.api.expect(200, "GET", `/api/v1/deliveries?eventId=${id}`);
        return (
          (page.items as Json[]).find(({ status }) => status === "delivered" || status === "dead_lettered") ??
          null
        );
      });
      return delivery.status === "dead_lettered" ? delivery : null;
    });
    expect(refused).toMatchObject({ category: "CLIENT_ERROR", attempts: 1 });
    const { text, hint } = await showDelivery(refused);
    expect(text).toContain("resolves to 10.0.0.7");
    expect(hint).toContain("not public");
    const sent = receiver.requests.filter(isFor("rebind.next")).length;
    const again = await postEvent(tenant.api, { n: 3 }, { type: "rebind.next" });
    await waitForStatus(tenant.api, again, "dead_lettered");
    expect(receiver.requests.filter(isFor("rebind.next"))).toHaveLength(sent);
  });

  it("is asked for once and not once per delivery", async () => {
    resolver.set("busy.localhost", { addresses: ["93.184.216.34"], ttlSeconds: 60 });
    const url = target.replace(NAME, "busy.localhost");
    // No circuit: the name leads nowhere here, and the last one would be held instead of tried.
    const settings = { eventTypes: ["busy.*"], timeoutMs: 500, flow: { circuit: null } };
    await createIntegration(tenant.api, url, settings);
    const events = Array.from({ length: 9 }, (_, n) => ({ type: "busy.event", payload: { n } }));
    await tenant.api.expect(202, "POST", "/api/v1/events/batch", { events });
    const last = await postEvent(tenant.api, {}, { type: "busy.event" });
    await waitFor("the last one to be tried", async () => {
      const page = await tenant.api.expect(200, "GET", `/api/v1/deliveries?eventId=${last}`);
      return (page.items as Json[]).find(({ attempts }) => Number(attempts) > 0) ?? null;
    });
    expect(resolver.questions.filter((question) => question === "busy.localhost A")).toHaveLength(1);
    expect(resolver.questions.filter((question) => question === "busy.localhost AAAA")).toHaveLength(1);
  });

  it("is refused when it is saved, and a name without an address is not", async () => {
    resolver.set("inside.example.com", { addresses: ["0:0:0:0:0:ffff:a00:1"], ttlSeconds: 60 });
    const body = { name: "x", eventTypes: ["saved.*"], url: "https://inside.example.com/" };
    const refused = await tenant.api.call("POST", "/api/v1/integrations", body);
    expect([refused.status, refused.json.code]).toEqual([422, "invalid_body"]);
    expect(refused.json.errors).toMatchObject([
      { pointer: "/url", message: expect.stringMatching(/resolves to/) },
    ]);
    const nowhere = { ...body, url: "https://nowhere.example.com/" };
    const { id } = await tenant.api.expect(201, "POST", "/api/v1/integrations", nowhere);
    const path = `/api/v1/integrations/${String(id)}`;
    const patched = await tenant.api.call("PATCH", path, { url: "https://inside.example.com/" });
    expect(patched.status).toBe(422);
    await tenant.api.expect(200, "PATCH", path, { enabled: false });
  });

  it.each<[string, Parameters<DnsResolver["set"]>[1], RegExp]>([
    ["does not exist", { rcode: 3 }, /does not resolve/],
    ["is refused by the resolver", { rcode: 2 }, /SERVFAIL/],
    ["cannot be asked for", "away", /did not answer/],
  ])("that %s is a network failure: nothing is sent, and it is tried again", async (what, entry, message) => {
    const name = `${what.replaceAll(" ", "-")}.localhost`;
    resolver.set(name, entry);
    const type = `${what.replaceAll(" ", "_")}.event`;
    await createIntegration(tenant.api, target.replace(NAME, name), {
      eventTypes: [type],
      retry: { strategy: { kind: "schedule", delaysMs: [3_600_000] } },
    });
    const delivery = await waitForStatus(tenant.api, await postEvent(tenant.api, {}, { type }), "retrying");
    expect(delivery.category).toBe("NETWORK");
    expect((await showDelivery(delivery)).text).toMatch(message);
    expect(receiver.requests.filter(isFor(type))).toEqual([]);
  });

  it("counts for a test-fire too", async () => {
    const url = `${target.replace(NAME, "fire.localhost")}/fire`;
    const { id } = await createIntegration(tenant.api, url, { eventTypes: ["fire.*"] });
    resolver.set("fire.localhost", PRIVATE);
    await waitFor("the test to be refused for good", async () => {
      const result = await tenant.api.expect(200, "POST", `/api/v1/integrations/${id}/test`, {});
      return result.category === "CLIENT_ERROR" && /resolves to/.test(String(result.detail)) ? result : null;
    });
  });
});

describe("a gateway as it is deployed", () => {
  it("allows no private target, in no spelling and by no name", async () => {
    const folder = mkdtempSync(join(tmpdir(), "gateway-egress-strict-"));
    const vars = { ALLOW_PRIVATE_TARGETS: "false", DNS_RESOLVER_URL: resolver.url };
    const strict = await startRuntime({ stateFolder: folder, vars });
    const { api } = await createTenant(strict.url, strict.adminToken, "strict");
    resolver.set("127.0.0.1.nip.io", { addresses: ["127.0.0.1"], ttlSeconds: 60 });
    resolver.set("shop.example.com", { addresses: ["93.184.216.34"], ttlSeconds: 60 });
    const save = async (host: string) => {
      const body = { name: "x", eventTypes: ["a.*"], url: `http://${host}/`, enabled: false };
      return (await api.call("POST", "/api/v1/integrations", body)).status;
    };
    for (const host of [
      new URL(receiver.url).host,
      "localhost",
      "2130706433",
      "0x7f.1",
      "0177.1",
      "①②⑦.0.0.1",
      "[::1]",
      "[::ffff:10.0.0.1]",
      "169.254.169.254",
      "metadata.google.internal",
      "127.0.0.1.nip.io",
    ]) {
      expect([host, await save(host)]).toEqual([host, 422]);
    }
    expect(await save("shop.example.com")).toBe(201);
    await strict.stop();
    rmSync(folder, { recursive: true, force: true });
  });
});

describe("a redirect", () => {
  it("to a private host is a failure, and is never followed", async () => {
    const inside = await startReceiver();
    receiver.answer((_request, response) => {
      response.writeHead(302, { location: `${inside.url}/latest/meta-data/` }).end();
    });
    // An address needs no lookup, and this runtime allows private ones.
    await createIntegration(tenant.api, receiver.url, { eventTypes: ["redirect.*"] });
    const id = await postEvent(tenant.api, {}, { type: "redirect.event" });
    const delivery = await waitForStatus(tenant.api, id, "dead_lettered");
    expect(delivery).toMatchObject({ category: "CLIENT_ERROR", httpStatus: 302, attempts: 1 });
    expect(receiver.requests.filter(isFor("redirect.event"))).toHaveLength(1);
    expect(inside.requests).toEqual([]);
    await inside.close();
    receiver.answer((_request, response) => void response.end("ok"));
  });
});

describe("the organization's policy", () => {
  /** As a tightened policy is stored: with the organization, in effect everywhere with its next version. */
  async function setPolicy(orgId: string, policy: Json): Promise<void> {
    const db = await gateway.miniflare.getD1Database("DB", WORKER_NAME);
    await db
      .prepare("UPDATE organizations SET policy = ?1 WHERE id = ?2")
      .bind(JSON.stringify(policy), orgId)
      .run();
    await createTenant(gateway.url, gateway.adminToken, "other");
  }

  it("refuses targets when they are saved and at every attempt, and lets one that is off stay", async () => {
    const own = await createTenant(gateway.url, gateway.adminToken, "policy");
    const { id } = await createIntegration(own.api, receiver.url, { eventTypes: ["policy.*"] });
    const path = `/api/v1/integrations/${id}`;
    await setPolicy(own.orgId, { httpsOnly: true, allowedHosts: null, deniedHosts: ["*.evil.example"] });
    const body = { name: "x", eventTypes: ["policy.*"], url: receiver.url };
    const refused = await own.api.call("POST", "/api/v1/integrations", body);
    expect(refused.json.errors).toMatchObject([{ pointer: "/url", message: expect.stringMatching(/https/) }]);
    const denied = await own.api.call("POST", "/api/v1/integrations", {
      ...body,
      url: "https://a.evil.example/",
    });
    expect(denied.json.errors).toMatchObject([{ pointer: "/url", message: expect.stringMatching(/denies/) }]);

    const eventId = await postEvent(own.api, {}, { type: "policy.event" });
    const delivery = await waitForStatus(own.api, eventId, "dead_lettered");
    expect(delivery).toMatchObject({ category: "CLIENT_ERROR", attempts: 1 });
    const shown = await own.api.call("GET", `/api/v1/deliveries/${String(delivery.id)}`);
    expect(shown.text).toContain("policy allows https targets only");
    expect(String(shown.json.hint)).toContain("policy");
    expect(receiver.requests.filter(isFor("policy.event"))).toEqual([]);

    expect((await own.api.call("PATCH", path, { name: "renamed" })).status).toBe(422);
    await own.api.expect(200, "PATCH", path, { enabled: false });
    await own.api.expect(200, "PATCH", path, { name: "renamed" });
  });
});
