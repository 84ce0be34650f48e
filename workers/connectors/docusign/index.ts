import type { Connector } from "#domain/ingress/connector";
import { bodyDigest } from "../primitives/body-digest.ts";
import { jsonOf, textAt } from "../primitives/json.ts";
import { asManifest } from "../primitives/manifest.ts";
import { occurredAt } from "../primitives/rfc3339.ts";
import metadata from "./metadata.json" with { type: "json" };
import { verifyDocusign } from "./verify.ts";

export const docusign: Connector = {
  manifest: asManifest(metadata),
  verify: verifyDocusign,
  describe({ body }) {
    const message = jsonOf(body);
    const [event, envelope] = [textAt(message, "event"), textAt(message, "data", "envelopeId")];
    const generated = textAt(message, "generatedDateTime");
    const recipient = textAt(message, "data", "recipientId") ?? "";
    const known = event !== null && envelope !== null && generated !== null;
    return {
      type: event,
      // Not the body's digest: `retryCount` grows in it. Connect's XML has none of these.
      id: known ? [envelope, event, recipient, generated].join("|") : bodyDigest(body),
      occurredAt: occurredAt(generated),
    };
  },
};
