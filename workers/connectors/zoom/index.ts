import type { Connector } from "#domain/ingress/connector";
import { bodyDigest } from "../primitives/body-digest.ts";
import { jsonOf, numberAt, textAt } from "../primitives/json.ts";
import { asManifest } from "../primitives/manifest.ts";
import { toRfc3339 } from "../primitives/timestamps.ts";
import metadata from "./metadata.json" with { type: "json" };
import { verifyZoom } from "./verify.ts";

export const zoom: Connector = {
  manifest: asManifest(metadata),
  verify: verifyZoom,
  describe({ body }) {
    const message = jsonOf(body);
    const milliseconds = numberAt(message, "event_ts");
    return {
      type: textAt(message, "event"),
      // Zoom's events have no id. `event_ts` counts milliseconds and lies in the body, so equal bodies are one event.
      id: bodyDigest(body),
      occurredAt: milliseconds === null ? null : toRfc3339(milliseconds),
    };
  },
};
