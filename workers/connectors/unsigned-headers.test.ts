import { Buffer } from "node:buffer";
import { describe, expect, it } from "vitest";
import type { InboundRequest } from "#domain/ingress/connector";
import { allConnectors } from "./registry.ts";
import { bytes, inbound, verdict, verifyWith } from "./testing/signed-request.ts";

/** Headers that the provider's signature covers, or that are the signature: these may name an event. */
const SIGNED: Readonly<Record<string, readonly string[]>> = {
  gitlab: ["webhook-id", "webhook-timestamp"],
  paypal: ["paypal-transmission-id"],
  slack: ["x-slack-request-timestamp"],
  "standard-webhooks": ["webhook-id", "webhook-timestamp"],
  twilio: ["x-twilio-signature"],
};

/** Not signed, and all that tells two events with one body apart. A recording under another topic is an event of another type. */
const TOPICS: Readonly<Record<string, readonly string[]>> = {
  shopify: ["x-shopify-topic"],
  woocommerce: ["x-wc-webhook-topic"],
};

/** Every header that somebody asks for is there, and all but the kept ones are a stranger's. */
class Forged extends Map<string, string> {
  readonly #suffix: string;
  readonly #kept: readonly string[];

  constructor(suffix: string, kept: readonly string[]) {
    super();
    this.#suffix = suffix;
    this.#kept = kept;
  }

  override get(name: string): string {
    if (name === "content-type") return "application/json";
    return this.#kept.includes(name) ? `${name}-as-sent` : `${name}-${this.#suffix}`;
  }

  override has(): boolean {
    return true;
  }
}

function arrived(id: string, suffix: string, text: string): InboundRequest {
  const headers = new Forged(suffix, [...(SIGNED[id] ?? []), ...(TOPICS[id] ?? [])]);
  return { method: "POST", url: "https://gateway.example/in/token", headers, body: bytes(text) };
}

describe("what a replay is known by", () => {
  const connectors = allConnectors().map((connector) => [connector.manifest.id, connector] as const);

  it.each(connectors)("%s: no unsigned header makes a recorded request a new event", (id, connector) => {
    for (const text of [
      '{"id":"evt_1","type":"a","event":{"id":"e"}}',
      '{"anything":"else"}',
      "[]",
      "text",
    ]) {
      const idOf = (suffix: string) => connector.describe(arrived(id, suffix, text), {}).id;
      expect(idOf("forged")).toBe(idOf("sent"));
    }
  });

  /** Their messages are not verified without an id; a generic source may have none. */
  const WITHOUT = ["aws-sns", "generic", "mailgun"];

  it.each(connectors.filter(([id]) => !WITHOUT.includes(id)))(
    "%s: a message without an id of its own is known all the same, and two are told apart",
    (id, connector) => {
      const idOf = (text: string) => connector.describe(arrived(id, "sent", text), {}).id;
      expect(idOf('{"some":1}')).toEqual(expect.any(String));
      if (SIGNED[id] === undefined || id === "slack") expect(idOf('{"some":1}')).not.toBe(idOf('{"some":2}'));
    },
  );
});

describe("a form without end, from somebody who knows the address", () => {
  it.each([
    ["mailchimp", "X-Mandrill-Signature"],
    ["mailgun", "X-None"],
    ["twilio", "X-Twilio-Signature"],
  ])("%s refuses it before it is taken apart", async (id, name) => {
    const connector = allConnectors().find(({ manifest }) => manifest.id === id);
    if (connector === undefined) throw new Error(`no ${id}`);
    const headers = {
      [name]: Buffer.alloc(20).toString("base64"),
      "Content-Type": "application/x-www-form-urlencoded",
    };
    const request = inbound({ headers, body: bytes("a&".repeat(3_000)) });
    expect(verdict(await verifyWith(connector, request, { secrets: ["secret"] }))).toBe("malformed_body");
  });
});
