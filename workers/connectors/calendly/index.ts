import type { Connector } from "#domain/ingress/connector";
import { bodyDigest } from "../primitives/body-digest.ts";
import { jsonOf, textAt } from "../primitives/json.ts";
import { asManifest } from "../primitives/manifest.ts";
import { occurredAt } from "../primitives/rfc3339.ts";
import metadata from "./metadata.json" with { type: "json" };
import { verifyCalendly } from "./verify.ts";

export const calendly: Connector = {
  manifest: asManifest(metadata),
  verify: verifyCalendly,
  describe({ body }) {
    const event = jsonOf(body);
    return {
      type: textAt(event, "event"),
      // Calendly's events have no id; the invitee's address stays the same when it is changed.
      id: bodyDigest(body),
      occurredAt: occurredAt(textAt(event, "created_at")),
    };
  },
};
