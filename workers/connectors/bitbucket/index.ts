import type { Connector } from "#domain/ingress/connector";
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
      // Cloud calls it UUID, Data Center Id.
      id: headerText(request, "x-request-uuid") ?? headerText(request, "x-request-id"),
      // Data Center only.
      occurredAt: occurredAt(textAt(jsonOf(request.body), "date")),
    };
  },
};
