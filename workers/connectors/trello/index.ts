import type { Connector, Verification, VerifyInput } from "#domain/ingress/connector";
import { findAddressProblems } from "../primitives/address.ts";
import { bodyDigest } from "../primitives/body-digest.ts";
import { jsonOf, textAt } from "../primitives/json.ts";
import { asManifest } from "../primitives/manifest.ts";
import { answerHead } from "../primitives/reachability.ts";
import { occurredAt } from "../primitives/rfc3339.ts";
import { verifySignedHeader } from "../primitives/signed-header.ts";
import metadata from "./metadata.json" with { type: "json" };

const SCHEME = { header: "X-Trello-Webhook", algorithm: "sha1", encoding: "base64" } as const;

/** HMAC-SHA1 of the body and, behind it, the callback address as it was given to Trello. */
function verify(input: VerifyInput): Verification {
  const { request, settings } = input;
  const callbackUrl = settings.webhookUrl?.trim() || request.url;
  return answerHead(request) ?? verifySignedHeader(input, SCHEME, [request.body, callbackUrl]);
}

export const trello: Connector = {
  manifest: asManifest(metadata),
  verify,
  findProblems: (settings) => findAddressProblems(settings, "webhookUrl"),
  describe({ body }) {
    const event = jsonOf(body);
    const [action, model] = [textAt(event, "action", "id"), textAt(event, "model", "id")];
    return {
      type: textAt(event, "action", "type"),
      // Webhooks of a card and of its board tell the same action, each with its own model.
      id: action !== null && model !== null ? `${action}-${model}` : (action ?? bodyDigest(body)),
      occurredAt: occurredAt(textAt(event, "action", "date")),
    };
  },
};
