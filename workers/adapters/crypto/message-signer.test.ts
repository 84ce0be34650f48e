import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import * as standardWebhooks from "standardwebhooks";
import * as svix from "svix";
import { describe, expect, test } from "vitest";
import { rotate } from "#domain/signing/secret-rotation";
import type {
  SignableMessage,
  SigningConfig,
  SigningSecret,
  StoredSigningSecret,
  TemplateSigning,
} from "#domain/signing/signing-config";
import { createMessageSigner, SigningError } from "./message-signer.ts";
import { generateSecret } from "./signing-key.ts";

// The verifiers of other people compare with the real clock, so these messages are made now.
const NOW = Date.now();
const BODY = JSON.stringify({ amount: "12.30", name: "Žofie 🚀", big: 1 });
const MESSAGE: SignableMessage = {
  id: "evt_2ab",
  type: "order.created",
  url: "https://receiver.example/hook?a=1",
  method: "POST",
  body: BODY,
  now: NOW,
};
const STANDARD: SigningConfig = { mode: "standard" };
const GITHUB: TemplateSigning = {
  mode: "template",
  headerName: "X-Hub-Signature-256",
  contentTemplate: "{body}",
  algorithm: "sha256",
  encoding: "hex",
  prefix: "sha256=",
  separator: "",
};

function current(id: string, value: string, kind: SigningSecret["kind"] = "hmac"): SigningSecret {
  return { id, kind, value, expiresAt: null };
}
function hmacSecret(id: string): SigningSecret {
  return current(id, generateSecret("hmac").value);
}
function rotated(
  secrets: readonly StoredSigningSecret[],
  fresh: SigningSecret,
  overlapMs: number,
  now: number,
) {
  const result = rotate(secrets, fresh, overlapMs, now);
  if (!result.ok) throw new Error(result.reason);
  return result.secrets;
}

/** Web Crypto, so that the templates, which node:crypto signs, are checked by something else. */
async function hmacWebCrypto(hash: string, key: string, content: string): Promise<Buffer> {
  const bytes = new TextEncoder();
  const imported = await crypto.subtle.importKey("raw", bytes.encode(key), { name: "HMAC", hash }, false, [
    "sign",
  ]);
  return Buffer.from(await crypto.subtle.sign("HMAC", imported, bytes.encode(content)));
}

const signer = createMessageSigner();

describe("Standard Webhooks", () => {
  const verifiers = [
    ["standardwebhooks", standardWebhooks.Webhook],
    ["svix", svix.Webhook],
  ] as const;

  test.each(verifiers)(
    "the receiver's %s package accepts the headers, and refuses a changed body",
    async (_name, Webhook) => {
      const secret = hmacSecret("a");
      const headers = await signer.sign(STANDARD, [secret], MESSAGE);
      const receiver = new Webhook(secret.value);
      expect(receiver.verify(BODY, headers)).toEqual(JSON.parse(BODY));
      expect(() => receiver.verify(`${BODY} `, headers)).toThrow();
      expect(() => receiver.verify(BODY, { ...headers, "webhook-id": "evt_other" })).toThrow();
      expect(() => new Webhook(hmacSecret("b").value).verify(BODY, headers)).toThrow();
    },
  );

  test.each(verifiers)(
    "during a rotation %s accepts the old secret and the new one, afterwards the new one only",
    async (_name, Webhook) => {
      const [before, after] = [hmacSecret("before"), hmacSecret("after")];
      const ended = rotated([before], after, 60_000, NOW - 60_000);
      const overlapping = rotated([before], after, 60_000, NOW - 59_999);

      const both = await signer.sign(STANDARD, overlapping, MESSAGE);
      expect(new Webhook(before.value).verify(BODY, both)).toEqual(JSON.parse(BODY));
      expect(new Webhook(after.value).verify(BODY, both)).toEqual(JSON.parse(BODY));

      const one = await signer.sign(STANDARD, ended, MESSAGE);
      expect(() => new Webhook(before.value).verify(BODY, one)).toThrow();
      expect(new Webhook(after.value).verify(BODY, one)).toEqual(JSON.parse(BODY));
    },
  );

  test("ten secrets make ten signatures, the current one's first", async () => {
    let secrets: readonly StoredSigningSecret[] = [hmacSecret("s0")];
    for (let i = 1; i < 12; i += 1) secrets = rotated(secrets, hmacSecret(`s${i}`), 60_000, NOW);
    const signatures = ((await signer.sign(STANDARD, secrets, MESSAGE))["webhook-signature"] ?? "").split(
      " ",
    );
    expect(signatures).toHaveLength(10);
    const alone = (await signer.sign(STANDARD, secrets.slice(0, 1), MESSAGE))["webhook-signature"];
    expect(signatures[0]).toBe(alone);
  });

  test("the example of the specification gives the signature that is printed there", async () => {
    // https://github.com/standard-webhooks/standard-webhooks, the test vector all its libraries share.
    const headers = await signer.sign(STANDARD, [current("spec", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")], {
      ...MESSAGE,
      id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
      body: '{"test": 2432232314}',
      now: 1_614_265_330_000,
    });
    expect(headers).toEqual({
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    });
  });

  test("a v1a signature is verified by Web Crypto with the public key alone", async () => {
    const pair = generateSecret("ed25519");
    if (pair.kind !== "ed25519") throw new Error("wrong kind");
    const headers = await signer.sign(STANDARD, [current("ed", pair.value, "ed25519")], MESSAGE);
    const [version, signature] = (headers["webhook-signature"] ?? "").split(",");
    expect(version).toBe("v1a");

    const raw = Buffer.from(pair.publicKey.slice("whpk_".length), "base64");
    const key = await crypto.subtle.importKey("raw", raw, { name: "Ed25519" }, false, ["verify"]);
    const verify = (content: string) =>
      crypto.subtle.verify(
        "Ed25519",
        key,
        Buffer.from(signature ?? "", "base64"),
        new TextEncoder().encode(content),
      );
    expect(await verify(`evt_2ab.${Math.floor(NOW / 1000)}.${BODY}`)).toBe(true);
    expect(await verify(`evt_2ab.${Math.floor(NOW / 1000)}.${BODY} `)).toBe(false);
  });

  test("HMAC and Ed25519 sign side by side, and an HMAC receiver still verifies", async () => {
    const hmac = hmacSecret("h");
    const ed = current("ed", generateSecret("ed25519").value, "ed25519");
    const headers = await signer.sign(STANDARD, [ed, hmac], MESSAGE);
    expect((headers["webhook-signature"] ?? "").split(" ").map((one) => one.split(",")[0])).toEqual([
      "v1a",
      "v1",
    ]);
    expect(new standardWebhooks.Webhook(hmac.value).verify(BODY, headers)).toEqual(JSON.parse(BODY));
  });
});

describe("templates", () => {
  const secret = current("t", "utf8:It's a Secret to Everybody");
  const key = "It's a Secret to Everybody";

  test("GitHub: the example of its documentation", async () => {
    // https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries, "Testing the webhook payload validation".
    expect(await signer.sign(GITHUB, [secret], { ...MESSAGE, body: "Hello, World!" })).toEqual({
      "X-Hub-Signature-256": "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
    });
  });

  test("GitHub: sha256=<hex> of the body, computed by Web Crypto", async () => {
    const expected = (await hmacWebCrypto("SHA-256", key, BODY)).toString("hex");
    expect(await signer.sign(GITHUB, [secret], MESSAGE)).toEqual({
      "X-Hub-Signature-256": `sha256=${expected}`,
    });
  });

  test("Stripe: t=<seconds>,v1=<hex>, and one v1 for each secret during a rotation", async () => {
    const stripe: TemplateSigning = {
      ...GITHUB,
      headerName: "Stripe-Signature",
      contentTemplate: "{timestamp}.{body}",
      prefix: "t={timestamp},v1=",
      separator: ",v1=",
    };
    const old: SigningSecret = { ...current("o", "utf8:whsec_as_text"), expiresAt: NOW + 1 };
    const seconds = Math.floor(NOW / 1000);
    const first = (await hmacWebCrypto("SHA-256", key, `${seconds}.${BODY}`)).toString("hex");
    const second = (await hmacWebCrypto("SHA-256", "whsec_as_text", `${seconds}.${BODY}`)).toString("hex");
    expect(await signer.sign(stripe, [secret], MESSAGE)).toEqual({
      "Stripe-Signature": `t=${seconds},v1=${first}`,
    });
    expect(await signer.sign(stripe, [old, secret], MESSAGE)).toEqual({
      "Stripe-Signature": `t=${seconds},v1=${first},v1=${second}`,
    });
  });

  test("Shopify: the bare base64", async () => {
    const shopify: TemplateSigning = {
      ...GITHUB,
      headerName: "X-Shopify-Hmac-Sha256",
      encoding: "base64",
      prefix: "",
    };
    const expected = (await hmacWebCrypto("SHA-256", key, BODY)).toString("base64");
    expect(await signer.sign(shopify, [secret], MESSAGE)).toEqual({ "X-Shopify-Hmac-Sha256": expected });
  });

  test("Slack: the timestamp travels in a header of its own", async () => {
    const slack: TemplateSigning = {
      ...GITHUB,
      headerName: "X-Slack-Signature",
      contentTemplate: "v0:{timestamp}:{body}",
      prefix: "v0=",
      extraHeaders: { "X-Slack-Request-Timestamp": "{timestamp}" },
    };
    const seconds = String(Math.floor(NOW / 1000));
    const expected = (await hmacWebCrypto("SHA-256", key, `v0:${seconds}:${BODY}`)).toString("hex");
    expect(await signer.sign(slack, [secret], MESSAGE)).toEqual({
      "X-Slack-Signature": `v0=${expected}`,
      "X-Slack-Request-Timestamp": seconds,
    });
  });

  test.each([
    ["sha1", "SHA-1"],
    ["sha512", "SHA-512"],
  ] as const)("%s is the same as Web Crypto's", async (algorithm, hash) => {
    const expected = (await hmacWebCrypto(hash, key, `POST\n${MESSAGE.url}\n${BODY}`)).toString("hex");
    const config: TemplateSigning = {
      ...GITHUB,
      algorithm,
      prefix: "",
      contentTemplate: "{method}\\n{url}\\n{body}",
    };
    expect(await signer.sign(config, [secret], MESSAGE)).toEqual({ "X-Hub-Signature-256": expected });
  });

  test("an empty separator means one signature: the current secret's", async () => {
    const old: SigningSecret = { ...current("o", "utf8:an old secret"), expiresAt: NOW + 1 };
    expect(await signer.sign(GITHUB, [old, secret], MESSAGE)).toEqual(
      await signer.sign(GITHUB, [secret], MESSAGE),
    );
  });

  test("a whsec_ secret signs a template with its decoded bytes", async () => {
    const whsec = hmacSecret("w");
    const bytes = Buffer.from(whsec.value.slice("whsec_".length), "base64");
    const expected = createHmac("sha256", bytes).update(BODY).digest("hex");
    expect(await signer.sign(GITHUB, [whsec], MESSAGE)).toEqual({
      "X-Hub-Signature-256": `sha256=${expected}`,
    });
  });
});

describe("nothing leaves unsigned by accident", () => {
  const expired: SigningSecret = { ...hmacSecret("x"), expiresAt: NOW };
  const ed = current("ed", generateSecret("ed25519").value, "ed25519");
  const whole = current("a", "utf8:long enough");

  test.each<[string, SigningConfig, readonly SigningSecret[], Partial<SignableMessage>, string]>([
    ["no secret at all", STANDARD, [], {}, "no_usable_secret"],
    ["only an expired secret", STANDARD, [expired], {}, "no_usable_secret"],
    ["a template with an Ed25519 key only", GITHUB, [ed], {}, "no_usable_secret"],
    [
      "a template that was never checked",
      { ...GITHUB, contentTemplate: "{nope}" },
      [whole],
      {},
      "invalid_template",
    ],
    ["an event id with a line break", STANDARD, [whole], { id: "a\r\nX-Evil: 1" }, "unsafe_header_value"],
    ["a prefix with a line break", { ...GITHUB, prefix: "\\n" }, [whole], {}, "unsafe_header_value"],
    ["an empty stored secret", STANDARD, [current("a", "whsec_")], {}, "invalid_secret"],
    ["a stored secret without prefix", STANDARD, [current("a", "hunter2hunter2")], {}, "invalid_secret"],
    [
      "a stored Ed25519 seed cut short",
      STANDARD,
      [current("a", "whsk_AAAA", "ed25519")],
      {},
      "invalid_secret",
    ],
  ])("%s is an error", async (_name, config, secrets, change, reason) => {
    let thrown: unknown;
    try {
      await signer.sign(config, secrets, { ...MESSAGE, ...change });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(SigningError);
    expect(thrown).toMatchObject({ reason });
    expect(String(thrown)).not.toContain("hunter2");
  });

  test("only mode none sends no signature", async () => {
    expect(await signer.sign({ mode: "none" }, [], MESSAGE)).toEqual({});
  });
});

test("more secrets than the cache holds still sign correctly", async () => {
  const many = Array.from({ length: 1_100 }, (_, i) => current(`s${i}`, `utf8:secret number ${i}`));
  const expected = await Promise.all(
    many.map((secret) => createMessageSigner().sign(GITHUB, [secret], MESSAGE)),
  );
  expect(await Promise.all(many.map((secret) => signer.sign(GITHUB, [secret], MESSAGE)))).toEqual(expected);
  expect(await Promise.all(many.map((secret) => signer.sign(GITHUB, [secret], MESSAGE)))).toEqual(expected);
});
