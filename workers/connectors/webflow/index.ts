import type { Connector } from "#domain/ingress/connector";
import { bodyDigest } from "../primitives/body-digest.ts";
import { jsonOf, textAt } from "../primitives/json.ts";
import { asManifest } from "../primitives/manifest.ts";
import metadata from "./metadata.json" with { type: "json" };
import { verifyWebflow } from "./verify.ts";

export const webflow: Connector = {
  manifest: asManifest(metadata),
  verify: verifyWebflow,
  describe({ body }) {
    // Webflow's events have no id; the ids inside are the form's, the order's, the item's.
    return { type: textAt(jsonOf(body), "triggerType"), id: bodyDigest(body), occurredAt: null };
  },
};
