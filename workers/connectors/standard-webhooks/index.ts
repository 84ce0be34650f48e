import type { Connector } from "#domain/ingress/connector";
import { headerText } from "../primitives/headers.ts";
import { jsonOf, textAt } from "../primitives/json.ts";
import { asManifest } from "../primitives/manifest.ts";
import { familyOf } from "./headers.ts";
import metadata from "./metadata.json" with { type: "json" };
import { verifyStandardWebhooks } from "./verify.ts";

export const standardWebhooks: Connector = {
  manifest: asManifest(metadata),
  verify: verifyStandardWebhooks,
  describe(request) {
    const payload = jsonOf(request.body);
    return {
      // The specification says `type`; Svix's customers often wrote `eventType` or `event_type` before it.
      type: textAt(payload, "type") ?? textAt(payload, "eventType") ?? textAt(payload, "event_type"),
      // Signed, and the same on every attempt.
      id: headerText(request, `${familyOf(request)}-id`),
      occurredAt: textAt(payload, "timestamp"),
    };
  },
};
