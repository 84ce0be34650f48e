import type { Connector } from "#domain/ingress/connector";
import { bodyDigest } from "../primitives/body-digest.ts";
import { headerText } from "../primitives/headers.ts";
import { jsonOf, textAt } from "../primitives/json.ts";
import { asManifest } from "../primitives/manifest.ts";
import { occurredAt } from "../primitives/rfc3339.ts";
import { verifySignedHeader } from "../primitives/signed-header.ts";
import metadata from "./metadata.json" with { type: "json" };

/** `X-Hub-Signature: sha256=<hex>`, the HMAC-SHA256 of the body. Elsewhere that header is SHA-1; Atlassian names the algorithm in it. */
const SCHEME = {
  header: "X-Hub-Signature",
  prefix: "sha256=",
  algorithm: "sha256",
  encoding: "hex",
} as const;

export const bitbucket: Connector = {
  manifest: asManifest(metadata),
  verify: (input) => verifySignedHeader(input, SCHEME),
  describe(request) {
    return {
      type: headerText(request, "x-event-key"),
      // X-Request-UUID (Cloud) and X-Request-Id (Data Center) are not signed.
      id: bodyDigest(request.body),
      // Data Center only.
      occurredAt: occurredAt(textAt(jsonOf(request.body), "date")),
    };
  },
};
