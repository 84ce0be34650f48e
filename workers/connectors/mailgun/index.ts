import type { Connector } from "#domain/ingress/connector";
import { jsonOf, numberAt, textAt } from "../primitives/json.ts";
import { asManifest } from "../primitives/manifest.ts";
import { toRfc3339 } from "../primitives/timestamps.ts";
import metadata from "./metadata.json" with { type: "json" };
import { readSignedFields } from "./signed-fields.ts";
import { verifyMailgun } from "./verify.ts";

export const mailgun: Connector = {
  manifest: asManifest(metadata),
  verify: verifyMailgun,
  describe(request) {
    const event = jsonOf(request.body);
    const seconds = numberAt(event, "event-data", "timestamp");
    const fields = readSignedFields(request);
    return {
      type: textAt(event, "event-data", "event"),
      // Not event-data.id: that is not signed, so a recorded request could be sent again under a new one.
      id: fields.kind === "ok" ? fields.value.token : null,
      occurredAt: seconds === null ? null : toRfc3339(seconds * 1_000),
    };
  },
};
