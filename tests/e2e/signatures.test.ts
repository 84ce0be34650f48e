import { createHmac } from "node:crypto";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Tenant } from "../support/api-client.ts";
import { type ReceivedRequest, type Receiver, startReceiver } from "../support/receiver.ts";
import { createIntegration, openTenant, postEvent, waitFor } from "./support.ts";

let tenant: Tenant;
let receiver: Receiver;

beforeEach(async () => {
  tenant = await openTenant("signatures");
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

async function deliver(): Promise<ReceivedRequest> {
  const id = await postEvent(tenant.api, { amount: 12.5, text: "grüße 🎉" });
  return waitFor(
    "the delivery",
    () =>
      receiver.requests.find(({ headers }) => headers["webhook-id"] === id || headers["x-event-type"]) ??
      null,
  );
}

const headersOf = ({ headers }: ReceivedRequest) => headers as Record<string, string>;

describe("a real delivery's signature", () => {
  it("is accepted by standardwebhooks and by svix, and refused when a byte changed", async () => {
    const { signingSecret } = await createIntegration(tenant.api, receiver.url);
    const request = await deliver();
    for (const webhook of [new StandardWebhook(signingSecret), new SvixWebhook(signingSecret)]) {
      expect(webhook.verify(request.body, headersOf(request))).toEqual({ amount: 12.5, text: "grüße 🎉" });
      expect(() => webhook.verify(`${request.body} `, headersOf(request))).toThrow();
    }
  });

  it("is accepted under the old and the new secret while a rotation overlaps, and only under the new one without", async () => {
    const { id, signingSecret: oldSecret } = await createIntegration(tenant.api, receiver.url);
    const rotate = async (overlapMs: number) => {
      const path = `/api/v1/integrations/${id}/secrets/rotate`;
      const rotated = await tenant.api.call("POST", path, { overlapMs });
      expect(rotated.status).toBeLessThan(300);
      return String(rotated.json.signingSecret);
    };
    const newSecret = await rotate(60_000);
    const during = await deliver();
    for (const secret of [oldSecret, newSecret]) {
      expect(() => new StandardWebhook(secret).verify(during.body, headersOf(during))).not.toThrow();
      expect(() => new SvixWebhook(secret).verify(during.body, headersOf(during))).not.toThrow();
    }
    const newest = await rotate(0);
    const before = receiver.requests.length;
    await postEvent(tenant.api, { n: 2 });
    const after = await waitFor("the next delivery", () => receiver.requests[before] ?? null);
    expect(() => new StandardWebhook(newest).verify(after.body, headersOf(after))).not.toThrow();
    expect(() => new StandardWebhook(newSecret).verify(after.body, headersOf(after))).toThrow();
  });

  it("is a valid Ed25519 v1a signature when the integration asks for one", async () => {
    const created = await tenant.api.expect(201, "POST", "/api/v1/integrations", {
      name: "asymmetric",
      eventTypes: ["order.*"],
      url: receiver.url,
      secretKind: "ed25519",
    });
    const request = await deliver();
    const signature = String(request.headers["webhook-signature"]).replace(/^v1a,/, "");
    const publicKey = String(created.publicKey).replace(/^whpk_/, "");
    const key = await crypto.subtle.importKey("raw", Buffer.from(publicKey, "base64"), "Ed25519", false, [
      "verify",
    ]);
    const content = `${request.headers["webhook-id"]}.${request.headers["webhook-timestamp"]}.${request.body}`;
    const valid = await crypto.subtle.verify(
      "Ed25519",
      key,
      Buffer.from(signature, "base64"),
      Buffer.from(content),
    );
    expect(valid).toBe(true);
  });

  it("takes another sender's form by a template", async () => {
    const created = await tenant.api.call("POST", "/api/v1/integrations", {
      name: "as before",
      eventTypes: ["order.*"],
      url: receiver.url,
      secret: "utf8:our-old-shared-secret",
      signing: {
        mode: "template",
        headerName: "X-Hub-Signature-256",
        contentTemplate: "{body}",
        algorithm: "sha256",
        encoding: "hex",
        prefix: "sha256=",
        separator: "",
      },
    });
    expect(created.text).not.toContain('"code"');
    const request = await deliver();
    const expected = createHmac("sha256", "our-old-shared-secret").update(request.body).digest("hex");
    expect(request.headers["x-hub-signature-256"]).toBe(`sha256=${expected}`);
  });
});
