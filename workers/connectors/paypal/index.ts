import type { Connector } from "#domain/ingress/connector";
import { jsonOf, textAt } from "../primitives/json.ts";
import { asManifest } from "../primitives/manifest.ts";
import { occurredAt } from "../primitives/rfc3339.ts";
import metadata from "./metadata.json" with { type: "json" };
import { verifyPaypal } from "./verify.ts";

export const paypal: Connector = {
  manifest: asManifest(metadata),
  verify: verifyPaypal,
  describe({ body }) {
    const event = jsonOf(body);
    return {
      type: textAt(event, "event_type"),
      id: textAt(event, "id"),
      occurredAt: occurredAt(textAt(event, "create_time")),
    };
  },
};
