import type { Connector } from "#domain/ingress/connector";
import { jsonOf, textAt } from "../primitives/json.ts";
import { asManifest } from "../primitives/manifest.ts";
import { occurredAt } from "../primitives/rfc3339.ts";
import metadata from "./metadata.json" with { type: "json" };
import { verifySns } from "./verify.ts";

export const awsSns: Connector = {
  manifest: asManifest(metadata),
  verify: verifySns,
  describe({ body }) {
    const message = jsonOf(body);
    return {
      type: textAt(message, "Type"),
      id: textAt(message, "MessageId"),
      occurredAt: occurredAt(textAt(message, "Timestamp")),
    };
  },
};
