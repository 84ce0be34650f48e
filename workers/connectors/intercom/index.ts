import type { Connector } from "#domain/ingress/connector";
import { bodyDigest } from "../primitives/body-digest.ts";
import { jsonOf, numberAt, textAt } from "../primitives/json.ts";
import { asManifest } from "../primitives/manifest.ts";
import { answerHead } from "../primitives/reachability.ts";
import { verifySignedHeader } from "../primitives/signed-header.ts";
import { toRfc3339 } from "../primitives/timestamps.ts";
import metadata from "./metadata.json" with { type: "json" };

/** `X-Hub-Signature: sha1=<hex>`, the HMAC-SHA1 of the body with the app's client secret. */
const SCHEME = { header: "X-Hub-Signature", prefix: "sha1=", algorithm: "sha1", encoding: "hex" } as const;

export const intercom: Connector = {
  manifest: asManifest(metadata),
  verify: (input) => answerHead(input.request) ?? verifySignedHeader(input, SCHEME),
  describe({ body }) {
    const notification = jsonOf(body);
    const seconds = numberAt(notification, "created_at");
    return {
      type: textAt(notification, "topic"),
      id: textAt(notification, "id") ?? bodyDigest(body),
      occurredAt: seconds === null ? null : toRfc3339(seconds * 1_000),
    };
  },
};
