import type { Connector, InboundDescription, InboundRequest } from "#domain/ingress/connector";
import { formTexts, isForm } from "../primitives/form.ts";
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

function describeForm(request: InboundRequest): InboundDescription {
  const text = interaction(request);
  if (text !== null) {
    const payload: unknown = JSON.parse(text);
    return { type: textAt(payload, "type"), id: textAt(payload, "trigger_id"), occurredAt: null };
  }
  const fields = formTexts(request.body);
  return {
    type: fields.has("command") ? "slash_command" : null,
    id: fields.get("trigger_id")?.[0] || null,
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
      id: textAt(body, "event_id"),
      occurredAt: seconds === null ? null : toRfc3339(seconds * 1_000),
    };
  },
  payload: interaction,
};
