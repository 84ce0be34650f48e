import { Buffer } from "node:buffer";
import type { Connector } from "#domain/ingress/connector";
import { bodyDigest } from "../primitives/body-digest.ts";
import { jsonOf, textAt } from "../primitives/json.ts";
import { asManifest } from "../primitives/manifest.ts";
import metadata from "./metadata.json" with { type: "json" };
import { verifyLinear } from "./verify.ts";

/**
 * Linear-Delivery is not signed, and the time of sending lies in the body: without it a retry has the same bytes.
 * Cut out of the text, because parsing and writing anew could fail where the body is deep.
 */
function eventDigest(body: Uint8Array): string {
  const text = Buffer.from(body).toString("latin1");
  return bodyDigest(Buffer.from(text.replace(/"webhookTimestamp"\s{0,8}:\s{0,8}\d{1,20}/g, ""), "latin1"));
}

export const linear: Connector = {
  manifest: asManifest(metadata),
  verify: verifyLinear,
  describe(request) {
    const payload = jsonOf(request.body);
    const entity = textAt(payload, "type");
    const action = textAt(payload, "action");
    return {
      type: entity !== null && action !== null ? `${entity}.${action}` : entity,
      // webhookId names the webhook's configuration, not this event.
      id: eventDigest(request.body),
      occurredAt: textAt(payload, "createdAt"),
    };
  },
};
