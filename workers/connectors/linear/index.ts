import type { Connector } from "#domain/ingress/connector";
import { headerText } from "../primitives/headers.ts";
import { jsonOf, textAt } from "../primitives/json.ts";
import { asManifest } from "../primitives/manifest.ts";
import metadata from "./metadata.json" with { type: "json" };
import { verifyLinear } from "./verify.ts";

export const linear: Connector = {
  manifest: asManifest(metadata),
  verify: verifyLinear,
  describe(request) {
    const payload = jsonOf(request.body);
    const entity = textAt(payload, "type");
    const action = textAt(payload, "action");
    return {
      type: entity !== null && action !== null ? `${entity}.${action}` : entity,
      // webhookId names the webhook's configuration, not this event.
      id: headerText(request, "linear-delivery"),
      occurredAt: textAt(payload, "createdAt"),
    };
  },
};
