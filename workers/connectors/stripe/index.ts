import type { Connector } from "#domain/ingress/connector";
import { bodyDigest } from "../primitives/body-digest.ts";
import { jsonOf, numberAt, textAt } from "../primitives/json.ts";
import { asManifest } from "../primitives/manifest.ts";
import { toRfc3339 } from "../primitives/timestamps.ts";
import metadata from "./metadata.json" with { type: "json" };
import { verifyStripe } from "./verify.ts";

export const stripe: Connector = {
  manifest: asManifest(metadata),
  verify: verifyStripe,
  describe({ body }) {
    const event = jsonOf(body);
    const created = numberAt(event, "created");
    return {
      type: textAt(event, "type"),
      id: textAt(event, "id") ?? bodyDigest(body),
      // Snapshot events count seconds, thin events (v2) write RFC 3339.
      occurredAt: created === null ? textAt(event, "created") : toRfc3339(created * 1_000),
    };
  },
};
