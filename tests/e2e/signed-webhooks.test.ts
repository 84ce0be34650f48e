import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Json, Tenant } from "../support/api-client.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import type { SignedWebhook, WebhookSender } from "../support/webhook-sender.ts";
import { SENDERS } from "../support/webhook-senders.ts";
import { createIntegration, openTenant, waitFor } from "./support.ts";

let tenant: Tenant;
let receiver: Receiver;

beforeAll(async () => {
  tenant = await openTenant("providers");
  receiver = await startReceiver();
  await createIntegration(tenant.api, receiver.url, { eventTypes: ["*"] });
});
afterAll(() => receiver.close());

async function openSource({ provider, secret }: Pick<WebhookSender, "provider" | "secret">): Promise<string> {
  const created = await tenant.api.expect(201, "POST", "/api/v1/sources", {
    name: provider,
    provider,
    secret,
  });
  return String(created.url);
}

function post({ method = "POST", url, headers, body }: SignedWebhook): Promise<Response> {
  return fetch(url, { method, headers, body });
}

async function deliveriesOf(type: string): Promise<Json[]> {
  const page = await tenant.api.expect(
    200,
    "GET",
    `/api/v1/deliveries?eventType=${encodeURIComponent(type)}`,
  );
  return page.items as Json[];
}

describe.each(SENDERS)("$provider ($eventType) through the built Worker", (sender) => {
  it("a signed webhook becomes one event, however often it is sent; a changed one becomes none", async () => {
    const url = await openSource(sender);
    const webhook = sender.send(url);
    expect((await post(webhook)).status).toBe(200);
    expect((await post(webhook)).status).toBe(200);

    const changed = sender.send(url);
    // Mailgun signs its timestamp and token, and nothing of the event.
    const body = changed.body.replace(
      /("token":")./.test(changed.body) ? /("token":")./ : /.(?=\s*$)/,
      (_all, kept = "") => `${kept}!`,
    );
    const refused = await post({ ...changed, body });
    expect(refused.status).toBe(401);
    expect(await refused.text()).not.toContain(sender.secret);

    // Whatever the first three became is decided before this one is taken.
    expect((await post(sender.send(url))).status).toBe(200);
    const delivered = async () =>
      (await deliveriesOf(sender.eventType)).filter(({ status }) => status === "delivered");
    await waitFor("both events", async () => ((await delivered()).length >= 2 ? true : null));
    expect(await deliveriesOf(sender.eventType)).toHaveLength(2);
  });

  it("whoever signs with another secret is refused, and so is whoever signs nothing", async () => {
    const url = await openSource({ provider: sender.provider, secret: sender.wrongSecret });
    const webhook = sender.send(url);
    expect((await post(webhook)).status).toBe(401);
    expect((await post({ ...webhook, headers: {}, body: "{}" })).status).toBe(401);
  });
});

describe("Slack's challenge through the built Worker", () => {
  it("is answered when it is signed, and not when it is not", async () => {
    const url = await openSource({ provider: "slack", secret: "slack-secret" });
    const body = JSON.stringify({ type: "url_verification", challenge: "3eZbrw1aBm2rZgRNFdxV" });
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const mac = createHmac("sha256", "slack-secret").update(`v0:${timestamp}:${body}`).digest("hex");
    const headers = { "x-slack-request-timestamp": timestamp, "x-slack-signature": `v0=${mac}` };
    const answer = await post({ url, headers, body });
    expect([answer.status, await answer.text()]).toEqual([200, "3eZbrw1aBm2rZgRNFdxV"]);
    const refused = await post({ url, headers: {}, body });
    expect(refused.status).toBe(401);
    expect(await refused.text()).not.toContain("3eZbrw1aBm2rZgRNFdxV");
  });
});

describe("the wrong method", () => {
  it("is 405 and says which is right", async () => {
    const url = await openSource({ provider: "github", secret: "s" });
    const answer = await fetch(url);
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "POST"]);
  });
});
