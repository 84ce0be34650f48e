import type { Connector, InboundRequest } from "#domain/ingress/connector";
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
    return {
      type: either(request, "topic"),
      // The event id is shared by all topics that one action of a merchant touches: as a key it would swallow the others.
      id: either(request, "webhook-id") ?? either(request, "event-id"),
      occurredAt: either(request, "triggered-at"),
    };
  },
};
