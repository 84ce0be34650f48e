import type { Connector } from "#domain/ingress/connector";
import { bodyDigest } from "../primitives/body-digest.ts";
import { jsonOf, textAt } from "../primitives/json.ts";
import { asManifest } from "../primitives/manifest.ts";
import metadata from "./metadata.json" with { type: "json" };
import { verifyPaddle } from "./verify.ts";

export const paddle: Connector = {
  manifest: asManifest(metadata),
  verify: verifyPaddle,
  describe({ body }) {
    const notification = jsonOf(body);
    return {
      type: textAt(notification, "event_type"),
      // notification_id is of one destination; Paddle says that event_id is what repeats.
      id: textAt(notification, "event_id") ?? bodyDigest(body),
      occurredAt: textAt(notification, "occurred_at"),
    };
  },
};
