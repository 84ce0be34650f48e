import type { Connector } from "#domain/ingress/connector";
import { bodyDigest } from "../primitives/body-digest.ts";
import { jsonOf, textAt } from "../primitives/json.ts";
import { asManifest } from "../primitives/manifest.ts";
import { occurredAt } from "../primitives/rfc3339.ts";
import { verifySignedHeader } from "../primitives/signed-header.ts";
import metadata from "./metadata.json" with { type: "json" };

/** `X-Signature: <hex>`, the HMAC-SHA256 of the body. */
const SCHEME = { header: "X-Signature", algorithm: "sha256", encoding: "hex" } as const;

export const lemonSqueezy: Connector = {
  manifest: asManifest(metadata),
  verify: (input) => verifySignedHeader(input, SCHEME),
  describe({ body }) {
    const event = jsonOf(body);
    return {
      type: textAt(event, "meta", "event_name"),
      // `data.id` is the order's or subscription's, and all its events share it.
      id: bodyDigest(body),
      occurredAt: occurredAt(textAt(event, "data", "attributes", "updated_at")),
    };
  },
};
