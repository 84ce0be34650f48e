import type { Connector } from "#domain/ingress/connector";
import { bodyDigest } from "../primitives/body-digest.ts";
import { jsonOf, textAt } from "../primitives/json.ts";
import { asManifest } from "../primitives/manifest.ts";
import { occurredAt } from "../primitives/rfc3339.ts";
import { verifySignedHeader } from "../primitives/signed-header.ts";
import metadata from "./metadata.json" with { type: "json" };

/** `Typeform-Signature: sha256=<base64>`, the HMAC-SHA256 of the body. */
const SCHEME = {
  header: "Typeform-Signature",
  prefix: "sha256=",
  algorithm: "sha256",
  encoding: "base64",
} as const;

export const typeform: Connector = {
  manifest: asManifest(metadata),
  verify: (input) => verifySignedHeader(input, SCHEME),
  describe({ body }) {
    const event = jsonOf(body);
    return {
      type: textAt(event, "event_type"),
      id: textAt(event, "event_id") ?? bodyDigest(body),
      occurredAt: occurredAt(textAt(event, "form_response", "submitted_at")),
    };
  },
};
