import { Buffer } from "node:buffer";
import { hash } from "node:crypto";
import type { Verification, VerifyInput } from "#domain/ingress/connector";
import { type Checked, ok, reject } from "../primitives/checked.ts";
import { compareSignatures } from "../primitives/compare.ts";
import { readHeader } from "../primitives/headers.ts";
import { requireSecrets } from "../primitives/secrets.ts";
import type { Scheme } from "./scheme.ts";

/** Of digests, because only they have one length: comparing texts would tell how long the right one is. */
const digest = (value: string | Uint8Array): Uint8Array => hash("sha256", value, "buffer");

/** User name and password (RFC 7617). */
export function verifyBasic(input: VerifyInput, { username }: Scheme & { kind: "basic" }): Verification {
  const secrets = requireSecrets(input.secrets);
  if (secrets.kind === "rejected") return secrets;
  const header = readHeader(input.request, "Authorization");
  if (header.kind === "rejected") return header;
  const base64 = /^Basic +([A-Za-z0-9+/]+={0,2})$/i.exec(header.value)?.[1];
  if (base64 === undefined) return reject("malformed_header", "Authorization is not Basic.");
  const expected = secrets.value.map((password) => digest(`${username}:${password}`));
  return compareSignatures(expected, [digest(Buffer.from(base64, "base64"))]);
}

/** A fixed value in a header or a query parameter. */
export function verifyApiKey(input: VerifyInput, scheme: Scheme & { kind: "api_key" }): Verification {
  const secrets = requireSecrets(input.secrets);
  if (secrets.kind === "rejected") return secrets;
  const given = readKey(input, scheme);
  if (given.kind === "rejected") return given;
  if (!given.value.startsWith(scheme.prefix)) {
    return reject("malformed_header", `The key does not begin with ${scheme.prefix}`);
  }
  const expected = secrets.value.map(digest);
  return compareSignatures(expected, [digest(given.value.slice(scheme.prefix.length))]);
}

function readKey(
  { request }: VerifyInput,
  { header, parameter }: Scheme & { kind: "api_key" },
): Checked<string> {
  if (header !== null) return readHeader(request, header);
  const values = new URL(request.url).searchParams.getAll(parameter ?? "");
  const [value] = values;
  if (value === undefined || value === "") {
    return reject("missing_signature_header", `The query parameter ${parameter} is missing.`);
  }
  return values.length === 1
    ? ok(value)
    : reject("malformed_header", `The query parameter ${parameter} came twice.`);
}
