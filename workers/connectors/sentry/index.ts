import type { Connector } from "#domain/ingress/connector";
import { bodyDigest } from "../primitives/body-digest.ts";
import { headerText } from "../primitives/headers.ts";
import { jsonOf, textAt } from "../primitives/json.ts";
import { asManifest } from "../primitives/manifest.ts";
import { verifySignedHeader } from "../primitives/signed-header.ts";
import metadata from "./metadata.json" with { type: "json" };

/** `Sentry-Hook-Signature: <hex>`, the HMAC-SHA256 of the body with the integration's client secret. */
const SCHEME = { header: "Sentry-Hook-Signature", algorithm: "sha256", encoding: "hex" } as const;

export const sentry: Connector = {
  manifest: asManifest(metadata),
  verify: (input) => verifySignedHeader(input, SCHEME),
  describe(request) {
    const resource = headerText(request, "sentry-hook-resource");
    const action = textAt(jsonOf(request.body), "action");
    return {
      // `issue` in a header and `created` in the body.
      type: resource !== null && action !== null ? `${resource}.${action}` : (resource ?? action),
      // Request-ID and Sentry-Hook-Timestamp are not signed.
      id: bodyDigest(request.body),
      occurredAt: null,
    };
  },
};
