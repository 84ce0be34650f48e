import { Buffer } from "node:buffer";
import type { Verification, VerifyInput } from "#domain/ingress/connector";
import { type FormField, parseForm, TOO_MANY_FIELDS, tooManyFields } from "../primitives/form.ts";
import { answerHead } from "../primitives/reachability.ts";
import { verifySignedHeader } from "../primitives/signed-header.ts";

const SCHEME = { header: "X-Mandrill-Signature", algorithm: "sha1", encoding: "base64" } as const;

/** HMAC-SHA1 of the address as it was typed at Mandrill, and behind it every form field's name and value, sorted by name. */
export function verifyMandrill(input: VerifyInput): Verification {
  const { request, settings } = input;
  const head = answerHead(request);
  if (head !== null) return head;
  if (tooManyFields(request.body)) return TOO_MANY_FIELDS;
  const url = settings.webhookUrl?.trim() || request.url;
  return verifySignedHeader(input, SCHEME, [url, ...sortedFields(request.body)]);
}

/** Names and values follow each other with nothing between. */
export function sortedFields(body: Uint8Array): readonly Uint8Array[] {
  // A source that verifies nothing takes what it gets.
  if (tooManyFields(body)) return [body];
  const byName = (one: FormField, other: FormField) => Buffer.compare(one.name, other.name);
  return [...parseForm(body)].sort(byName).flatMap(({ name, value }) => [name, value]);
}
