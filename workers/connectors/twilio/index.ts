import type { Connector, InboundDescription, InboundRequest } from "#domain/ingress/connector";
import { findAddressProblems } from "../primitives/address.ts";
import { bodyDigest } from "../primitives/body-digest.ts";
import { formTexts, isForm } from "../primitives/form.ts";
import { headerText } from "../primitives/headers.ts";
import { jsonOf, textAt } from "../primitives/json.ts";
import { asManifest } from "../primitives/manifest.ts";
import metadata from "./metadata.json" with { type: "json" };
import { verifyTwilio } from "./verify.ts";

/** What a form is about: the field that holds the state, and the one that names the thing. The first that is there counts. */
const KINDS = [
  { kind: "recording", state: "RecordingStatus", sid: "RecordingSid" },
  { kind: "message", state: "MessageStatus", sid: "MessageSid" },
  { kind: "message", state: "SmsStatus", sid: "SmsSid" },
  { kind: "call", state: "CallStatus", sid: "CallSid" },
] as const;

function describeFields(
  fields: URLSearchParams | ReadonlyMap<string, readonly string[]>,
): InboundDescription {
  const one = (name: string): string | null => {
    const value = fields.get(name);
    return (typeof value === "string" ? value : value?.[0]) || null;
  };
  const found = KINDS.find(({ state }) => one(state) !== null);
  if (found === undefined) return { type: one("EventType"), id: null, occurredAt: null };
  const state = one(found.state);
  const sid = one(found.sid);
  return {
    type: `${found.kind}.${state}`,
    // A message is in each state once. A call is asked about many times while it is in progress, so its state is no id.
    id: found.kind === "message" && sid !== null ? `${sid}:${state}` : null,
    occurredAt: null,
  };
}

function describeBody(request: InboundRequest): InboundDescription {
  if (isForm(request.headers.get("content-type"))) return describeFields(formTexts(request.body));
  if (request.body.length === 0) return describeFields(new URLSearchParams(request.url.split("?")[1] ?? ""));
  // Event Streams post CloudEvents, one or a list of them.
  const parsed = jsonOf(request.body);
  const event: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
  const alone = !Array.isArray(parsed) || parsed.length === 1;
  return {
    type: textAt(event, "type") ?? textAt(event, "EventType"),
    id: alone ? textAt(event, "id") : null,
    occurredAt: textAt(event, "time"),
  };
}

const encoder = new TextEncoder();

/**
 * A verified request is known by its signature, which is one for one text. Fields are signed with nothing between them,
 * so whoever recorded a request can move their borders until MessageSid is gone, or write them into the query; and
 * I-Twilio-Idempotency-Token is not signed at all. The fields name the event where a source verifies nothing.
 */
export const twilio: Connector = {
  manifest: asManifest(metadata),
  verify: verifyTwilio,
  findProblems: (settings) => findAddressProblems(settings, "webhookUrl"),
  describe(request) {
    const described = describeBody(request);
    const signature = headerText(request, "x-twilio-signature");
    return { ...described, id: signature === null ? described.id : bodyDigest(encoder.encode(signature)) };
  },
};
