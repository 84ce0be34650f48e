import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ApiClient, Json } from "../support/api-client.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { createIntegration, openTenant, waitFor } from "./support.ts";

let api: ApiClient;
let receiver: Receiver;

beforeAll(async () => {
  ({ api } = await openTenant("providers"));
  receiver = await startReceiver();
  await createIntegration(api, receiver.url, { eventTypes: ["*"] });
});
afterAll(() => receiver.close());

async function makeSource(provider: string, more: Json = {}): Promise<{ id: string; url: string }> {
  const made = await api.expect(201, "POST", "/api/v1/sources", { name: provider, provider, ...more });
  return { id: String(made.id), url: String(made.url) };
}

const hmac = (algorithm: string, secret: string, text: string, encoding: "hex" | "base64") =>
  createHmac(algorithm, secret).update(text).digest(encoding);
const nowSeconds = () => String(Math.floor(Date.now() / 1_000));

async function post(url: string, body: string, headers: Record<string, string> = {}) {
  const answer = await fetch(url, {
    method: "POST",
    body,
    headers: { "content-type": "application/json", ...headers },
  });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

const arrived = (type: string) =>
  waitFor(
    `${type} to arrive`,
    () => receiver.requests.find(({ headers }) => headers["x-event-type"] === type) ?? null,
  );

describe("Discord, through the built Worker", () => {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const secret = Buffer.from(String(publicKey.export({ format: "jwk" }).x), "base64url").toString("hex");
  const signed = (body: string) => {
    const timestamp = nowSeconds();
    const signature = sign(null, Buffer.from(timestamp + body), privateKey).toString("hex");
    return { "x-signature-ed25519": signature, "x-signature-timestamp": timestamp };
  };

  it("has its two PINGs answered when they are signed, and its interactions delivered", async () => {
    const { url } = await makeSource("discord", { secret });
    const ping = '{"type":1,"id":"1","token":"t"}';
    const pong = await post(url, ping, signed(ping));
    expect([pong.status, pong.headers.get("content-type"), pong.text]).toEqual([
      200,
      "application/json",
      '{"type":1}',
    ]);
    const events = '{"version":1,"type":0}';
    const acknowledged = await post(url, events, signed(events));
    expect([acknowledged.status, acknowledged.headers.get("content-type"), acknowledged.text]).toEqual([
      204,
      "application/json",
      "",
    ]);
    expect((await post(url, ping, { ...signed(ping), "x-signature-timestamp": "1" })).status).toBe(401);

    const command = '{"type":2,"id":"938421734825140264","data":{"name":"ping"}}';
    expect((await post(url, command, signed(command))).status).toBe(200);
    expect((await arrived("discord.APPLICATION_COMMAND")).body).toBe(command);
  });
});

describe("Zoom, through the built Worker", () => {
  it("has its question answered when it is signed", async () => {
    const { url } = await makeSource("zoom", { secret: "zoom secret" });
    const body = '{"event":"endpoint.url_validation","payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"}}';
    const timestamp = nowSeconds();
    const headers = {
      "x-zm-request-timestamp": timestamp,
      "x-zm-signature": `v0=${hmac("sha256", "zoom secret", `v0:${timestamp}:${body}`, "hex")}`,
    };
    const answer = await post(url, body, headers);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toEqual({
      plainToken: "qgg8vlvZRS6UYooatFL8Aw",
      encryptedToken: hmac("sha256", "zoom secret", "qgg8vlvZRS6UYooatFL8Aw", "hex"),
    });
    const refused = await post(url, body);
    expect(refused.status).toBe(401);
    expect(refused.text).not.toContain("encryptedToken");
  });
});

describe("Meta, through the built Worker", () => {
  it("has its question answered for the verify token only, which stays hidden, and its updates delivered", async () => {
    const { id, url } = await makeSource("meta", {
      secret: "app secret",
      settings: { verifyToken: "meatyhamhock" },
    });
    const ask = (token: string) =>
      fetch(`${url}?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${token}`);
    const answer = await ask("meatyhamhock");
    expect([answer.status, await answer.text()]).toEqual([200, "1158201444"]);
    expect((await ask("a-guess-of-mine")).status).toBe(401);
    const [rejected] = await waitFor("the guess to be listed", async () => {
      const { items } = await api.expect(200, "GET", `/api/v1/sources/${id}/rejected`);
      return (items as Json[]).length > 0 ? (items as Json[]) : null;
    });
    expect(rejected?.reason).toBe("signature_mismatch");
    expect(JSON.stringify(rejected)).not.toContain("a-guess-of-mine");

    const body = '{"object":"page","entry":[{"id":"1","time":1520383571,"changes":[{"field":"feed"}]}]}';
    const headers = { "x-hub-signature-256": `sha256=${hmac("sha256", "app secret", body, "hex")}` };
    expect((await post(url, body, headers)).status).toBe(200);
    expect((await arrived("meta.page.feed")).body).toBe(body);
  });
});

describe("Mandrill, through the built Worker", () => {
  it("finds the address before there is a key, and its events are the payload", async () => {
    const { id, url } = await makeSource("mailchimp");
    expect((await fetch(url, { method: "HEAD" })).status).toBe(200);
    const events = '[{"event":"hard_bounce","_id":"abc","ts":1384954004,"amount":1.10}]';
    const body = new URLSearchParams({ mandrill_events: events }).toString();
    const headers = {
      "content-type": "application/x-www-form-urlencoded",
      "x-mandrill-signature": hmac("sha1", "mandrill key", `${url}mandrill_events${events}`, "base64"),
    };
    expect((await post(url, body, headers)).status).toBe(401);
    await api.expect(201, "POST", `/api/v1/sources/${id}/secrets`, { secret: "mandrill key" });
    await waitFor("the key to be known", async () => {
      const { status } = await post(url, body, headers);
      return status === 200 ? status : null;
    });
    expect((await arrived("mailchimp.hard_bounce")).body).toBe(events);
  });
});

describe("HubSpot, through the built Worker", () => {
  it("is verified with the address and the query that it called", async () => {
    const { url } = await makeSource("hubspot", { secret: "client secret" });
    const body = '[{"eventId":1,"subscriptionType":"contact.creation","occurredAt":1564113600000}]';
    const send = (called: string, signedUri: string) => {
      const timestamp = String(Date.now());
      const signature = hmac("sha256", "client secret", `POST${signedUri}${body}${timestamp}`, "base64");
      return post(called, body, {
        "x-hubspot-signature-v3": signature,
        "x-hubspot-request-timestamp": timestamp,
      });
    };
    expect((await send(`${url}?b=%2F&a=1`, `${url}?b=/&a=1`)).status).toBe(200);
    expect((await send(`${url}?a=1`, `${url}?a=2`)).status).toBe(401);
    expect((await arrived("hubspot.contact.creation")).body).toBe(body);
  });
});

describe("Xero, through the built Worker", () => {
  it("is answered 200 without a body when it is signed rightly, 401 when wrongly", async () => {
    const { url } = await makeSource("xero", { secret: "webhooks key" });
    const body = '{"events":[],"firstEventSequence":0,"lastEventSequence":0,"entropy":"S0m3r4Nd0mt3xt"}';
    const send = (secret: string) =>
      post(url, body, { "x-xero-signature": hmac("sha256", secret, body, "base64") });
    const right = await send("webhooks key");
    expect([right.status, right.text]).toEqual([200, ""]);
    expect((await send("another key")).status).toBe(401);
  });
});

describe("GitLab, through the built Worker", () => {
  it("is verified by its secret token, of which a wrong one is not shown", async () => {
    const { id, url } = await makeSource("gitlab", { secret: "the token", settings: { scheme: "token" } });
    const body = '{"object_kind":"pipeline"}';
    expect((await post(url, body, { "x-gitlab-token": "the-wrong-token" })).status).toBe(401);
    expect((await post(url, body, { "x-gitlab-token": "the token", "idempotency-key": "k1" })).status).toBe(
      200,
    );
    expect((await arrived("gitlab.pipeline")).body).toBe(body);
    const rejected = await waitFor("the wrong one to be listed", async () => {
      const { items } = await api.expect(200, "GET", `/api/v1/sources/${id}/rejected`);
      return (items as Json[]).length > 0 ? (items as Json[]) : null;
    });
    expect(JSON.stringify(rejected)).not.toContain("the-wrong-token");
  });
});
