import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { bytes, inbound, NOW, type ToSign, verdict, verifyWith } from "../testing/signed-request.ts";
import { verifyTable } from "../testing/verify-table.ts";
import { webHmac } from "../testing/web-crypto.ts";
import { gitlab } from "./index.ts";

const signingToken = (byte: number) => `whsec_${Buffer.alloc(32, byte).toString("base64")}`;
const right = signingToken(1);

async function signAsGitlab({ secret, body, timestampMs }: ToSign) {
  const key = Uint8Array.from(Buffer.from(secret.slice("whsec_".length), "base64"));
  const timestamp = String(Math.floor(timestampMs / 1_000));
  const { base64 } = await webHmac("SHA-256", key, `msg-1.${timestamp}.`, body);
  return {
    headers: { "webhook-id": "msg-1", "webhook-timestamp": timestamp, "webhook-signature": `v1,${base64}` },
  };
}

verifyTable(gitlab, {
  sign: signAsGitlab,
  secrets: [right, signingToken(2), signingToken(3)],
  signatureHeader: "webhook-signature",
  timestamped: true,
  encoding: "base64",
  joinSignatures: (first, second) => `${first} ${second}`,
  malformed: [
    ["potato", "malformed_header"],
    ["v1,", "signature_mismatch"],
    ["v1a,AAAA", "no_supported_scheme"],
    ["v1,potato!", "signature_mismatch"],
    ["v1,AAAA", "signature_mismatch"],
  ],
});

describe("GitLab's signing token", () => {
  const body = bytes('{"object_kind":"push"}');

  it("signs as the package of Standard Webhooks does", async () => {
    const signature = new Webhook(right).sign("msg-2", new Date(NOW), new TextDecoder().decode(body));
    const headers = {
      "webhook-id": "msg-2",
      "webhook-timestamp": String(NOW / 1_000),
      "webhook-signature": signature,
    };
    expect(verdict(await verifyWith(gitlab, inbound({ headers, body }), { secrets: [right] }))).toBe(
      "verified",
    );
    const changed = inbound({ headers: { ...headers, "webhook-id": "msg-3" }, body });
    expect(verdict(await verifyWith(gitlab, changed, { secrets: [right] }))).toBe("signature_mismatch");
  });

  it("is not got around by the secret in X-Gitlab-Token", async () => {
    const request = inbound({ headers: { "X-Gitlab-Token": right }, body });
    expect(verdict(await verifyWith(gitlab, request, { secrets: [right] }))).toBe("missing_signature_header");
  });

  it.each([
    ["a secret token", "just-a-token"],
    ["a short key", `whsec_${Buffer.alloc(16, 1).toString("base64")}`],
    ["no base64", "whsec_potato!"],
    ["no key at all", "whsec_"],
  ])("that is %s verifies nothing", async (_what, secret) => {
    const arrival = { ...(await signAsGitlab({ secret: right, body, timestampMs: NOW })), body };
    const verification = await verifyWith(gitlab, inbound(arrival), { secrets: [secret] });
    expect(verdict(verification)).toBe("no_secret_configured");
  });

  it.each(["webhook-id", "webhook-timestamp"])("without %s the request is refused", async (name) => {
    const { headers } = await signAsGitlab({ secret: right, body, timestampMs: NOW });
    const rest = Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));
    expect(verdict(await verifyWith(gitlab, inbound({ headers: rest, body }), { secrets: [right] }))).toBe(
      "missing_signature_header",
    );
  });
});

/**
 * The table of all providers does not fit the secret token: nothing is signed, so a tampered body, an old timestamp,
 * bytes that are not UTF-8, two signatures and hex in capitals are no cases here.
 */
describe("GitLab's secret token", () => {
  const settings = { scheme: "token" };
  const ask = async (token: string | undefined, secrets: readonly string[]) => {
    const headers: Record<string, string> = token === undefined ? {} : { "X-Gitlab-Token": token };
    return verifyWith(gitlab, inbound({ headers, body: bytes("{}") }), { secrets, settings });
  };

  it("verifies when it is the right one, also while it is rotated", async () => {
    expect(verdict(await ask("right", ["right"]))).toBe("verified");
    expect(verdict(await ask("right", ["new", "right"]))).toBe("verified");
    expect(verdict(await ask("new", ["new", "right"]))).toBe("verified");
  });

  it.each(["wrong", "RIGHT", "righ", "right2", "right, right"])("that is %j is refused", async (token) => {
    const refused = await ask(token, ["right"]);
    expect(verdict(refused)).toBe("signature_mismatch");
    expect(JSON.stringify(refused)).not.toContain("right,");
  });

  it.each([undefined, "", "  "])("that is missing (%j) is refused", async (token) => {
    expect(verdict(await ask(token, ["right"]))).toBe("missing_signature_header");
  });

  it.each([[[]], [[""]], [["  "]]])("without a usable secret (%j) verifies nothing", async (secrets) => {
    expect(verdict(await ask("right", secrets))).toBe("no_secret_configured");
    expect(verdict(await ask(undefined, secrets))).toBe("no_secret_configured");
  });

  it("that holds characters of no token is refused", async () => {
    expect(verdict(await ask("é", ["é"]))).toBe("malformed_header");
  });
});

describe("what GitLab says about its events", () => {
  const describeBody = (text: string, headers: Record<string, string> = {}) =>
    gitlab.describe(inbound({ headers, body: bytes(text) }), {});

  it("is object_kind, or event_name of system hooks", () => {
    expect(describeBody('{"object_kind":"merge_request","event_type":"merge_request"}').type).toBe(
      "merge_request",
    );
    expect(describeBody('{"event_name":"project_create"}').type).toBe("project_create");
  });

  it("is known by webhook-id, else by Idempotency-Key, and never by an id that several events share", () => {
    const shared = { "X-Gitlab-Event-UUID": "event-1", "X-Gitlab-Webhook-UUID": "hook-1" };
    expect(describeBody("{}", { ...shared, "Idempotency-Key": "key-1", "webhook-id": "msg-1" }).id).toBe(
      "msg-1",
    );
    expect(describeBody("{}", { ...shared, "Idempotency-Key": "key-1" }).id).toBe("key-1");
    expect(describeBody("{}", shared).id).toBe(null);
  });

  it("is known by the signed id under whichever name it was signed, and not by what stands beside it", async () => {
    const key = Buffer.alloc(32, 7).toString("base64");
    const seconds = String(NOW / 1_000);
    const mac = createHmac("sha256", Buffer.alloc(32, 7)).update(`msg-1.${seconds}.{}`).digest("base64");
    const headers = {
      "svix-id": "msg-1",
      "svix-timestamp": seconds,
      "svix-signature": `v1,${mac}`,
      "Idempotency-Key": "forged",
    };
    const request = inbound({ headers, body: bytes("{}") });
    const options = { secrets: [`whsec_${key}`], settings: { scheme: "signature" } };
    expect(verdict(await verifyWith(gitlab, request, options))).toBe("verified");
    expect(gitlab.describe(request, options.settings).id).toBe("msg-1");
  });
});
