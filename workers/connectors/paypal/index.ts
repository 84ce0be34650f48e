import type { Connector } from "#domain/ingress/connector";
import { headerText } from "../primitives/headers.ts";
import { jsonOf, textAt } from "../primitives/json.ts";
import { asManifest } from "../primitives/manifest.ts";
import { occurredAt } from "../primitives/rfc3339.ts";
import metadata from "./metadata.json" with { type: "json" };
import { verifyPaypal } from "./verify.ts";

export const paypal: Connector = {
  manifest: asManifest(metadata),
  verify: verifyPaypal,
  describe(request) {
    const event = jsonOf(request.body);
    return {
      type: textAt(event, "event_type"),
      // Signed, unlike the event's own id: of the body only a CRC-32 is, and whoever has recorded a request can write
      // another body, with another event id, to the same checksum.
      id: headerText(request, "paypal-transmission-id"),
      occurredAt: occurredAt(textAt(event, "create_time")),
    };
  },
};
