import type { Connector, InboundRequest } from "#domain/ingress/connector";
import { bodyDigest } from "../primitives/body-digest.ts";
import { formTexts, isForm } from "../primitives/form.ts";
import { headerText } from "../primitives/headers.ts";
import { at, jsonOf, textAt } from "../primitives/json.ts";
import { asManifest } from "../primitives/manifest.ts";
import metadata from "./metadata.json" with { type: "json" };
import { verifyGithub } from "./verify.ts";

/** The JSON text that hooks of content type `application/x-www-form-urlencoded` put into the field `payload`. */
function payloadField({ headers, body }: InboundRequest): string | null {
  if (!isForm(headers.get("content-type"))) return null;
  const text = formTexts(body).get("payload")?.[0];
  return text !== undefined && jsonOf(new TextEncoder().encode(text)) !== undefined ? text : null;
}

/**
 * Dispatches are calls that somebody makes as often as they like with the same words, and their bodies may be equal.
 * The signed body says that it is one, so this cannot be claimed of another event.
 */
function isDispatch(payload: unknown): boolean {
  return (
    at(payload, "client_payload") !== undefined ||
    (at(payload, "inputs") !== undefined && textAt(payload, "workflow") !== null)
  );
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
      // X-GitHub-Delivery is not signed: on a recorded request anybody can write another one over it.
      id: bodyDigest(request.body, isDispatch(payload) ? headerText(request, "x-github-delivery") : null),
      occurredAt: null,
    };
  },
  payload: payloadField,
};
