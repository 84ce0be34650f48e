import type { InboundRequest } from "#domain/ingress/connector";
import { type Checked, ok, reject } from "../primitives/checked.ts";
import { formTexts, isForm, TOO_MANY_FIELDS, tooManyFields } from "../primitives/form.ts";
import { at, idAt, parseJson } from "../primitives/json.ts";

/** What Mailgun puts into the body to prove it. */
export interface SignedFields {
  readonly timestamp: string;
  readonly token: string;
  /** The account's own, and the one of the account above it where there is one. */
  readonly signatures: readonly string[];
}

/**
 * The signature lies in the body, so this body must be parsed before it has proven itself: as JSON (webhooks) or as a
 * form (routes). Anything else is refused.
 */
export function readSignedFields(request: InboundRequest): Checked<SignedFields> {
  const read = isForm(request.headers.get("content-type")) ? fromForm(request) : fromJson(request);
  if (read.kind === "rejected") return read;
  const [timestamp, token, own, parent] = read.value;
  if (timestamp === null && token === null && own === null) {
    return reject("missing_signature_header", "The body holds no signature.");
  }
  if (own === null || token === null) {
    return reject("malformed_signature", "The body's signature or its token is empty or missing.");
  }
  if (timestamp === null) return reject("malformed_timestamp", "The body's signature has no timestamp.");
  return ok({ timestamp, token, signatures: parent === null ? [own] : [own, parent] });
}

type Four = readonly [string | null, string | null, string | null, string | null];

function fromForm({ body }: InboundRequest): Checked<Four> {
  if (tooManyFields(body)) return TOO_MANY_FIELDS;
  const fields = formTexts(body);
  const one = (name: string): string | null => fields.get(name)?.[0] || null;
  return ok([one("timestamp"), one("token"), one("signature"), one("parent-signature")]);
}

function fromJson({ body }: InboundRequest): Checked<Four> {
  const parsed = parseJson(body);
  if (parsed.kind !== "json") {
    return reject("malformed_body", "The body is not JSON, so the signature in it cannot be read.");
  }
  const signature = at(parsed.value, "signature");
  return ok([
    idAt(signature, "timestamp"),
    idAt(signature, "token"),
    idAt(signature, "signature"),
    idAt(signature, "parent-signature"),
  ]);
}
