import { Buffer } from "node:buffer";
import { Webhook } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { publishedTable } from "../testing/published.ts";
import {
  bytes,
  inbound,
  NOW,
  type SignedParts,
  type ToSign,
  verdict,
  verifyWith,
} from "../testing/signed-request.ts";
import { verifyTable } from "../testing/verify-table.ts";
import { webHmac } from "../testing/web-crypto.ts";
import { standardWebhooks } from "./index.ts";

const secret = (letter: string): string => `whsec_${Buffer.alloc(24, letter).toString("base64")}`;

function signer(family: string) {
  return async ({ secret: key, body, timestampMs }: ToSign): Promise<SignedParts> => {
    const seconds = String(Math.floor(timestampMs / 1_000));
    const raw = Uint8Array.from(Buffer.from(key.replace("whsec_", ""), "base64"));
    const { base64 } = await webHmac("SHA-256", raw, `msg_1.${seconds}.`, body);
    return {
      headers: {
        [`${family}-id`]: "msg_1",
        [`${family}-timestamp`]: seconds,
        [`${family}-signature`]: `v1,${base64}`,
      },
    };
  };
}

describe.each(["webhook", "svix"])("headers %s-*", (family) => {
  verifyTable(standardWebhooks, {
    sign: signer(family),
    secrets: [secret("r"), secret("w"), secret("o")],
    signatureHeader: `${family}-signature`,
    timestamped: true,
    encoding: "base64",
    joinSignatures: (first, second) => `${first} ${second}`,
    malformed: [
      ["garbage", "malformed_header"],
      ["v1", "malformed_header"],
      ["v1,a,b", "malformed_header"],
      ["v2,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=", "no_supported_scheme"],
      ["v1a,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=", "no_supported_scheme"],
      ["v1,", "signature_mismatch"],
      ["v1,?", "signature_mismatch"],
    ],
  });

  it.each(["id", "timestamp"])(
    "a request without its %s is refused, and is not completed from the other family",
    async (part) => {
      const body = bytes("{}");
      const { headers } = await signer(family)({ secret: secret("r"), body, timestampMs: NOW });
      const { [`${family}-${part}`]: moved = "", ...rest } = headers;
      const otherFamily = family === "svix" ? "webhook" : "svix";
      const ask = async (sent: Readonly<Record<string, string>>) =>
        verdict(
          await verifyWith(standardWebhooks, inbound({ headers: sent, body }), { secrets: [secret("r")] }),
        );
      expect(await ask(rest)).toBe("missing_signature_header");
      expect(await ask({ ...rest, [`${otherFamily}-${part}`]: moved })).toBe("missing_signature_header");
    },
  );
});

publishedTable(standardWebhooks, [
  {
    name: "fixed-vector",
    source:
      "https://github.com/standard-webhooks/standard-webhooks/blob/b2fa7b8/libraries/javascript/src/webhook.test.ts",
    secrets: ["MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    headers: {
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    },
    body: '{"test": 2432232314}',
    now: 1614265330,
    verdict: "verified",
  },
  {
    name: "fixed-vector-whsec-prefix",
    source:
      "https://github.com/standard-webhooks/standard-webhooks/blob/b2fa7b8/libraries/javascript/src/webhook.test.ts",
    secrets: ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    headers: {
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    },
    body: '{"test": 2432232314}',
    now: 1614265330,
    verdict: "verified",
  },
  {
    name: "missing-id",
    source:
      "https://github.com/standard-webhooks/standard-webhooks/blob/b2fa7b8/libraries/javascript/src/webhook.test.ts",
    secrets: ["MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    headers: {
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    },
    body: '{"test": 2432232314}',
    now: 1614265330,
    verdict: "missing_signature_header",
  },
  {
    name: "timestamp-hello",
    source:
      "https://github.com/standard-webhooks/standard-webhooks/blob/b2fa7b8/libraries/javascript/src/webhook.test.ts",
    secrets: ["MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    headers: {
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "hello",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    },
    body: '{"test": 2432232314}',
    now: 1614265330,
    verdict: "malformed_timestamp",
  },
  {
    name: "invalid-signature-last-char",
    source:
      "https://github.com/standard-webhooks/standard-webhooks/blob/b2fa7b8/libraries/python/tests/test_webhooks.py",
    secrets: ["MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    headers: {
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OA=",
    },
    body: '{"test": 2432232314}',
    now: 1614265330,
    verdict: "signature_mismatch",
  },
  {
    name: "partial-signature",
    source:
      "https://github.com/standard-webhooks/standard-webhooks/blob/b2fa7b8/libraries/javascript/src/webhook.test.ts",
    secrets: ["MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    headers: {
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9",
    },
    body: '{"test": 2432232314}',
    now: 1614265330,
    verdict: "signature_mismatch",
  },
  {
    name: "v1-comma-only",
    source:
      "https://github.com/standard-webhooks/standard-webhooks/blob/b2fa7b8/libraries/javascript/src/webhook.test.ts",
    secrets: ["MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    headers: {
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,",
    },
    body: '{"test": 2432232314}',
    now: 1614265330,
    verdict: "signature_mismatch",
  },
  {
    name: "old-301s",
    source:
      "https://github.com/standard-webhooks/standard-webhooks/blob/b2fa7b8/libraries/javascript/src/webhook.test.ts",
    secrets: ["MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    headers: {
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    },
    body: '{"test": 2432232314}',
    now: 1614265631,
    verdict: "timestamp_outside_tolerance",
  },
  {
    name: "new-301s",
    source:
      "https://github.com/standard-webhooks/standard-webhooks/blob/b2fa7b8/libraries/javascript/src/webhook.test.ts",
    secrets: ["MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    headers: {
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    },
    body: '{"test": 2432232314}',
    now: 1614265029,
    verdict: "timestamp_outside_tolerance",
  },
  {
    name: "multi-sig",
    source:
      "https://github.com/standard-webhooks/standard-webhooks/blob/b2fa7b8/libraries/javascript/src/webhook.test.ts",
    secrets: ["MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    headers: {
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature":
        "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc= v2,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc= v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=",
    },
    body: '{"test": 2432232314}',
    now: 1614265330,
    verdict: "verified",
  },
  {
    name: "empty-secret",
    source:
      "https://github.com/standard-webhooks/standard-webhooks/blob/b2fa7b8/libraries/javascript/src/webhook.test.ts",
    secrets: [""],
    headers: {
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    },
    body: '{"test": 2432232314}',
    now: 1614265330,
    verdict: "no_secret_configured",
  },
  {
    name: "whsec-only-secret",
    source:
      "https://github.com/standard-webhooks/standard-webhooks/blob/b2fa7b8/libraries/javascript/src/webhook.test.ts",
    secrets: ["whsec_"],
    headers: {
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    },
    body: '{"test": 2432232314}',
    now: 1614265330,
    verdict: "no_secret_configured",
  },
  {
    name: "empty-payload",
    source:
      "https://github.com/standard-webhooks/standard-webhooks/blob/b2fa7b8/libraries/javascript/src/webhook.test.ts",
    secrets: ["MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    headers: {
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,v48jdbgvh29KJz2Qc+ghw8G6vG3nAKnujWBg8oM/62A=",
    },
    body: "",
    now: 1614265330,
    verdict: "verified",
  },
  {
    name: "svix-v1a-ed25519",
    source: "https://github.com/svix/svix-webhooks/blob/4fc0cfb/server/svix-server/src/worker.rs",
    secrets: ["whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4="],
    headers: {
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature":
        "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==",
    },
    body: '{"test": 2432232314}',
    now: 1614265330,
    verdict: "verified",
  },
]);

describe("v1a (Ed25519)", () => {
  const keys = new Map<string, CryptoKey>();
  const newKey = async (): Promise<string> => {
    const pair = await crypto.subtle.generateKey({ name: "Ed25519" }, true, ["sign", "verify"]);
    if (!("privateKey" in pair)) throw new Error("no pair");
    const raw = await crypto.subtle.exportKey("raw", pair.publicKey);
    if (!(raw instanceof ArrayBuffer)) throw new Error("no raw key");
    const text = `whpk_${Buffer.from(raw).toString("base64")}`;
    keys.set(text, pair.privateKey);
    return text;
  };
  const sign = async ({ secret: key, body, timestampMs }: ToSign): Promise<SignedParts> => {
    const privateKey = keys.get(key);
    if (privateKey === undefined) throw new Error("unknown key");
    const seconds = String(Math.floor(timestampMs / 1_000));
    const content = Buffer.concat([Buffer.from(`msg_1.${seconds}.`), body]);
    const signature = await crypto.subtle.sign({ name: "Ed25519" }, privateKey, content);
    return {
      headers: {
        "webhook-id": "msg_1",
        "webhook-timestamp": seconds,
        "webhook-signature": `v1a,${Buffer.from(signature).toString("base64")}`,
      },
    };
  };

  describe("stands the same table", async () => {
    verifyTable(standardWebhooks, {
      sign,
      secrets: [await newKey(), await newKey(), await newKey()],
      signatureHeader: "webhook-signature",
      timestamped: true,
      encoding: "base64",
      joinSignatures: (first, second) => `${first} ${second}`,
      malformed: [
        ["v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=", "no_supported_scheme"],
        ["v1a,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=", "signature_mismatch"],
      ],
    });
  });

  it("a public key is never taken for an HMAC key: everybody knows it", async () => {
    const publicKey = await newKey();
    const body = bytes("{}");
    const raw = Uint8Array.from(Buffer.from(publicKey.slice(5), "base64"));
    for (const key of [raw, bytes(publicKey)]) {
      const { base64 } = await webHmac("SHA-256", key, `msg_1.${NOW / 1_000}.`, body);
      const headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": String(NOW / 1_000),
        "webhook-signature": `v1,${base64}`,
      };
      for (const secretFormat of ["base64", "raw"]) {
        const answer = await verifyWith(standardWebhooks, inbound({ headers, body }), {
          secrets: [publicKey],
          settings: { secretFormat },
        });
        expect(verdict(answer)).toBe("no_supported_scheme");
      }
    }
  });
});

describe("secrets", () => {
  const ask = async (key: Uint8Array<ArrayBuffer>, stored: string, secretFormat: string) => {
    const body = bytes("{}");
    const { base64 } = await webHmac("SHA-256", key, `m.${NOW / 1_000}.`, body);
    const headers = {
      "webhook-id": "m",
      "webhook-timestamp": String(NOW / 1_000),
      "webhook-signature": `v1,${base64}`,
    };
    return verdict(
      await verifyWith(standardWebhooks, inbound({ headers, body }), {
        secrets: [stored],
        settings: { secretFormat },
      }),
    );
  };

  it("are letters where the source says raw, and refused as none where it does not", async () => {
    expect(await ask(bytes("not base64!"), "not base64!", "raw")).toBe("verified");
    expect(await ask(bytes("not base64!"), "not base64!", "base64")).toBe("no_secret_configured");
  });
});

describe("the reference packages", () => {
  // The packages read the clock themselves.
  beforeAll(() => vi.useFakeTimers({ now: NOW, toFake: ["Date"] }));
  afterAll(() => vi.useRealTimers());

  const key = secret("k");
  const payload = '{"type":"invoice.paid","timestamp":"2026-01-15T12:00:00Z","data":{"amount":1.10}}';

  it.each([
    ["standardwebhooks", new Webhook(key), "webhook"],
    ["svix", new SvixWebhook(key), "svix"],
  ] as const)(
    "%s signs what is verified here, and refuses what is refused here",
    async (_name, sdk, family) => {
      const signature = sdk.sign("msg_7", new Date(NOW), payload);
      const headers = {
        [`${family}-id`]: "msg_7",
        [`${family}-timestamp`]: String(NOW / 1_000),
        [`${family}-signature`]: signature,
      };
      const ask = async (body: string) =>
        verdict(
          await verifyWith(standardWebhooks, inbound({ headers, body: bytes(body) }), {
            secrets: [key],
          }),
        );
      expect(await ask(payload)).toBe("verified");
      expect(() => sdk.verify(payload, headers)).not.toThrow();
      expect(await ask(`${payload} `)).toBe("signature_mismatch");
      expect(() => sdk.verify(`${payload} `, headers)).toThrow();
    },
  );
});

describe("what the messages say", () => {
  it("the id is the signed one, type and moment are the payload's", () => {
    const headers = { "svix-id": "msg_1", "svix-timestamp": "1", "svix-signature": "v1," };
    const body = bytes('{"type":"user.created","timestamp":"2026-01-15T12:00:00Z"}');
    expect(standardWebhooks.describe(inbound({ headers, body }), {})).toEqual({
      type: "user.created",
      id: "msg_1",
      occurredAt: "2026-01-15T12:00:00Z",
    });
  });
});
