import type { Connector } from "#domain/ingress/connector";
import { bodyDigest } from "../primitives/body-digest.ts";
import { jsonOf, textAt } from "../primitives/json.ts";
import { asManifest } from "../primitives/manifest.ts";
import { occurredAt } from "../primitives/rfc3339.ts";
import metadata from "./metadata.json" with { type: "json" };
import { verifyPagerduty } from "./verify.ts";

export const pagerduty: Connector = {
  manifest: asManifest(metadata),
  verify: verifyPagerduty,
  describe({ body }) {
    const message = jsonOf(body);
    return {
      type: textAt(message, "event", "event_type"),
      id: textAt(message, "event", "id") ?? bodyDigest(body),
      occurredAt: occurredAt(textAt(message, "event", "occurred_at")),
    };
  },
};
