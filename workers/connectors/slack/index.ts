import type { Connector, InboundDescription, InboundRequest } from "#domain/ingress/connector";
import { bodyDigest } from "../primitives/body-digest.ts";
import { formTexts, isForm } from "../primitives/form.ts";
import { headerText } from "../primitives/headers.ts";
import { jsonOf, numberAt, textAt } from "../primitives/json.ts";
import { asManifest } from "../primitives/manifest.ts";
import { toRfc3339 } from "../primitives/timestamps.ts";
import metadata from "./metadata.json" with { type: "json" };
import { verifySlack } from "./verify.ts";

/** Interactivity (buttons, modals, shortcuts) comes as a form whose field `payload` is JSON text. */
function interaction({ headers, body }: InboundRequest): string | null {
  if (!isForm(headers.get("content-type"))) return null;
  const text = formTexts(body).get("payload")?.[0];
  return text !== undefined && jsonOf(new TextEncoder().encode(text)) !== undefined ? text : null;
}

/** What has no id of its own may be said again in the same words: only the same bytes signed at the same time are a replay. */
function sendingId(request: InboundRequest): string {
  return bodyDigest(request.body, headerText(request, "x-slack-request-timestamp"));
}

function describeForm(request: InboundRequest): InboundDescription {
  const text = interaction(request);
  if (text !== null) {
    const payload: unknown = JSON.parse(text);
    return {
      type: textAt(payload, "type"),
      id: textAt(payload, "trigger_id") ?? sendingId(request),
      occurredAt: null,
    };
  }
  const fields = formTexts(request.body);
  return {
    type: fields.has("command") ? "slash_command" : null,
    id: fields.get("trigger_id")?.[0] || sendingId(request),
    occurredAt: null,
  };
}

export const slack: Connector = {
  manifest: asManifest(metadata),
  verify: verifySlack,
  describe(request) {
    if (isForm(request.headers.get("content-type"))) return describeForm(request);
    const body = jsonOf(request.body);
    const seconds = numberAt(body, "event_time");
    return {
      // event_callback is the envelope of every event; what happened is inside.
      type: textAt(body, "event", "type") ?? textAt(body, "type"),
      id: textAt(body, "event_id") ?? sendingId(request),
      occurredAt: seconds === null ? null : toRfc3339(seconds * 1_000),
    };
  },
  payload: interaction,
};
