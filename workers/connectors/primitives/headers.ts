import type { InboundRequest } from "#domain/ingress/connector";
import { type Checked, ok, reject } from "./checked.ts";

/** Above what any provider sends; a longer one is only work. */
const MAX_HEADER_CHARACTERS = 8_192;
/** Visible ASCII, blank and tab: everything that signatures, ids and timestamps are written in. */
const PLAIN = /^[\t\x20-\x7e]*$/;

/** A header that the verification needs. An empty one says as little as a missing one. */
export function readHeader(request: InboundRequest, name: string): Checked<string> {
  const raw = request.headers.get(name.toLowerCase());
  if (raw === undefined) return reject("missing_signature_header", `The header ${name} is missing.`);
  const value = raw.trim();
  if (value === "") return reject("missing_signature_header", `The header ${name} is empty.`);
  if (value.length > MAX_HEADER_CHARACTERS) {
    return reject(
      "malformed_header",
      `The header ${name} is longer than ${MAX_HEADER_CHARACTERS} characters.`,
    );
  }
  if (!PLAIN.test(value)) {
    return reject("malformed_header", `The header ${name} holds characters that do not belong there.`);
  }
  return ok(value);
}

/** For `describe`: what a header says about a request that is verified already. */
export function headerText(request: InboundRequest, name: string): string | null {
  return request.headers.get(name)?.trim() || null;
}
