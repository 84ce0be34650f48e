import type { Connector } from "#domain/ingress/connector";
import { bodyDigest } from "../primitives/body-digest.ts";
import { jsonOf, textAt } from "../primitives/json.ts";
import { asManifest } from "../primitives/manifest.ts";
import { occurredAt } from "../primitives/rfc3339.ts";
import metadata from "./metadata.json" with { type: "json" };
import { verifyBox } from "./verify.ts";

export const box: Connector = {
  manifest: asManifest(metadata),
  verify: verifyBox,
  describe({ body }) {
    const event = jsonOf(body);
    return {
      type: textAt(event, "trigger"),
      // In the signed body, unlike BOX-DELIVERY-ID.
      id: textAt(event, "id") ?? bodyDigest(body),
      occurredAt: occurredAt(textAt(event, "created_at")),
    };
  },
};
