import type { Connector } from "#domain/ingress/connector";
import { bodyDigest } from "../primitives/body-digest.ts";
import { jsonOf, numberAt, textAt } from "../primitives/json.ts";
import { asManifest } from "../primitives/manifest.ts";
import { verifySignedHeader } from "../primitives/signed-header.ts";
import { toRfc3339 } from "../primitives/timestamps.ts";
import metadata from "./metadata.json" with { type: "json" };

/** `x-vercel-signature: <hex>`, the HMAC-SHA1 of the body. */
const SCHEME = { header: "x-vercel-signature", algorithm: "sha1", encoding: "hex" } as const;

export const vercel: Connector = {
  manifest: asManifest(metadata),
  verify: (input) => verifySignedHeader(input, SCHEME),
  describe({ body }) {
    const event = jsonOf(body);
    const milliseconds = numberAt(event, "createdAt");
    return {
      type: textAt(event, "type"),
      id: textAt(event, "id") ?? bodyDigest(body),
      occurredAt: milliseconds === null ? null : toRfc3339(milliseconds),
    };
  },
};
