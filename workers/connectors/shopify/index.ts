import type { Connector, InboundRequest } from "#domain/ingress/connector";
import { bodyDigest } from "../primitives/body-digest.ts";
import { headerText } from "../primitives/headers.ts";
import { asManifest } from "../primitives/manifest.ts";
import metadata from "./metadata.json" with { type: "json" };
import { verifyShopify } from "./verify.ts";

const either = (request: InboundRequest, name: string): string | null =>
  headerText(request, `x-shopify-${name}`) ?? headerText(request, `shopify-${name}`);

export const shopify: Connector = {
  manifest: asManifest(metadata),
  verify: verifyShopify,
  describe(request) {
    const topic = either(request, "topic");
    return {
      type: topic,
      // The ids in the headers are not signed. Nor is the topic, but several topics (orders/create, orders/paid) send the
      // same body: without it one would swallow the others.
      id: bodyDigest(request.body, topic),
      occurredAt: either(request, "triggered-at"),
    };
  },
};
