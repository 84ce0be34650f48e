import type { Connector, InboundRequest } from "#domain/ingress/connector";
import { formTexts, isForm } from "../primitives/form.ts";
import { headerText } from "../primitives/headers.ts";
import { jsonOf, textAt } from "../primitives/json.ts";
import { asManifest } from "../primitives/manifest.ts";
import metadata from "./metadata.json" with { type: "json" };
import { verifyGithub } from "./verify.ts";

/** The JSON text that hooks of content type `application/x-www-form-urlencoded` put into the field `payload`. */
function payloadField({ headers, body }: InboundRequest): string | null {
  if (!isForm(headers.get("content-type"))) return null;
  const text = formTexts(body).get("payload")?.[0];
  return text !== undefined && jsonOf(new TextEncoder().encode(text)) !== undefined ? text : null;
}

export const github: Connector = {
  manifest: asManifest(metadata),
  verify: verifyGithub,
  describe(request) {
    const field = payloadField(request);
    const payload = field === null ? jsonOf(request.body) : JSON.parse(field);
    const event = headerText(request, "x-github-event");
    const action = textAt(payload, "action");
    return {
      type: event !== null && action !== null ? `${event}.${action}` : event,
      id: headerText(request, "x-github-delivery"),
      occurredAt: null,
    };
  },
  payload: payloadField,
};
