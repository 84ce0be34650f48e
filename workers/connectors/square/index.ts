import type { Connector } from "#domain/ingress/connector";
import { findAddressProblems } from "../primitives/address.ts";
import { bodyDigest } from "../primitives/body-digest.ts";
import { jsonOf, textAt } from "../primitives/json.ts";
import { asManifest } from "../primitives/manifest.ts";
import metadata from "./metadata.json" with { type: "json" };
import { verifySquare } from "./verify.ts";

export const square: Connector = {
  manifest: asManifest(metadata),
  verify: verifySquare,
  findProblems: (settings) => findAddressProblems(settings, "notificationUrl"),
  describe({ body }) {
    const event = jsonOf(body);
    return {
      type: textAt(event, "type"),
      id: textAt(event, "event_id") ?? bodyDigest(body),
      occurredAt: textAt(event, "created_at"),
    };
  },
};
