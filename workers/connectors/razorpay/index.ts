import type { Connector } from "#domain/ingress/connector";
import { bodyDigest } from "../primitives/body-digest.ts";
import { jsonOf, numberAt, textAt } from "../primitives/json.ts";
import { asManifest } from "../primitives/manifest.ts";
import { verifySignedHeader } from "../primitives/signed-header.ts";
import { toRfc3339 } from "../primitives/timestamps.ts";
import metadata from "./metadata.json" with { type: "json" };

/** `X-Razorpay-Signature: <hex>`, the HMAC-SHA256 of the body. */
const SCHEME = { header: "X-Razorpay-Signature", algorithm: "sha256", encoding: "hex" } as const;

export const razorpay: Connector = {
  manifest: asManifest(metadata),
  verify: (input) => verifySignedHeader(input, SCHEME),
  describe({ body }) {
    const event = jsonOf(body);
    const seconds = numberAt(event, "created_at");
    return {
      type: textAt(event, "event"),
      // x-razorpay-event-id is not signed.
      id: bodyDigest(body),
      occurredAt: seconds === null ? null : toRfc3339(seconds * 1_000),
    };
  },
};
