import type { Connector, InboundRequest, Verification, VerifyInput } from "#domain/ingress/connector";
import { fieldsOf } from "#domain/ingress/inbound-payload";
import { headerText } from "../primitives/headers.ts";
import { jsonOf, textAt } from "../primitives/json.ts";
import { asManifest } from "../primitives/manifest.ts";
import { eventId } from "./event-id.ts";
import metadata from "./metadata.json" with { type: "json" };
import { keysOf } from "./paths.ts";
import { findProblems, readScheme, type Settings, textOf } from "./scheme.ts";
import { verifyHmac } from "./verify-hmac.ts";
import { verifyApiKey, verifyBasic } from "./verify-shared.ts";

export const generic: Connector = {
  manifest: asManifest(metadata),
  verify,
  findProblems,

  describe(request, settings) {
    return {
      type: typeOf(request, settings),
      id: eventId(request, settings),
      occurredAt: null,
    };
  },

  /** A request without a body is its query, without the key that came in it. */
  payload({ url, body }, settings) {
    const scheme = readScheme(settings);
    if (body.byteLength > 0 || scheme.kind !== "api_key" || scheme.parameter === null) return null;
    const query = new URL(url).searchParams;
    query.delete(scheme.parameter);
    return JSON.stringify(fieldsOf(query.toString()));
  },

  secretNames(settings) {
    const scheme = readScheme(settings);
    if (scheme.kind !== "api_key") return [];
    return [scheme.header, scheme.parameter].flatMap((name) => (name === null ? [] : [name.toLowerCase()]));
  },
};

function verify(input: VerifyInput): Verification {
  const scheme = readScheme(input.settings);
  switch (scheme.kind) {
    case "hmac":
      return verifyHmac(input, scheme);
    case "basic":
      return verifyBasic(input, scheme);
    case "api_key":
      return verifyApiKey(input, scheme);
  }
}

/** In a header, else at a path of a JSON body. */
function typeOf(request: InboundRequest, settings: Settings): string | null {
  const header = textOf(settings, "typeHeader");
  if (header !== null) return headerText(request, header.toLowerCase());
  const path = textOf(settings, "typePath");
  return path === null ? null : textAt(jsonOf(request.body), ...keysOf(path));
}
