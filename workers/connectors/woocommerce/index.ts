import { Buffer } from "node:buffer";
import type { ChallengeAnswer, Connector, InboundRequest } from "#domain/ingress/connector";
import { bodyDigest } from "../primitives/body-digest.ts";
import { headerText } from "../primitives/headers.ts";
import { asManifest } from "../primitives/manifest.ts";
import { verifySignedHeader } from "../primitives/signed-header.ts";
import metadata from "./metadata.json" with { type: "json" };

/** `X-WC-Webhook-Signature: <base64>`, the HMAC-SHA256 of the body. */
const SCHEME = { header: "X-WC-Webhook-Signature", algorithm: "sha256", encoding: "base64" } as const;
const PING = /^webhook_id=\d{1,20}$/;

/** When a webhook is switched on, the shop asks with its number and no signature whether somebody is there. Nothing becomes of it. */
function answerPing({ headers, body }: InboundRequest): ChallengeAnswer | null {
  if (headers.has("x-wc-webhook-signature") || body.length > 64) return null;
  if (!PING.test(Buffer.from(body).toString("latin1"))) return null;
  return { kind: "challenge", status: 200, contentType: "text/plain", body: "" };
}

export const woocommerce: Connector = {
  manifest: asManifest(metadata),
  verify: (input) => answerPing(input.request) ?? verifySignedHeader(input, SCHEME),
  describe(request) {
    const topic = headerText(request, "x-wc-webhook-topic");
    return {
      type: topic,
      // The delivery's id is not signed. Nor is the topic, but order.created and order.updated may send the same body.
      id: bodyDigest(request.body, topic),
      occurredAt: null,
    };
  },
};
