import type { Verification, VerifyInput } from "#domain/ingress/connector";
import { reject } from "../primitives/checked.ts";
import { compareSignatures } from "../primitives/compare.ts";
import { decodeHex } from "../primitives/encodings.ts";
import { DIGEST_BYTES, hmac } from "../primitives/hmac.ts";
import { requireSecrets } from "../primitives/secrets.ts";
import { checkTolerance, parseUnixSeconds } from "../primitives/timestamps.ts";
import { readSignedFields } from "./signed-fields.ts";

/** The HMAC-SHA256 of `<timestamp><token>`. Mailgun does not sign the event itself; its README says what follows. */
export function verifyMailgun(input: VerifyInput): Verification {
  const secrets = requireSecrets(input.secrets);
  if (secrets.kind === "rejected") return secrets;
  const fields = readSignedFields(input.request);
  if (fields.kind === "rejected") return fields;
  const { timestamp: seconds, token, signatures } = fields.value;
  const given = signatures.map(decodeHex).filter((signature) => signature?.length === DIGEST_BYTES.sha256);
  if (given.length === 0) {
    return reject("malformed_signature", "The body's signature is not 32 bytes in hex.");
  }
  // Signed without anything between them: digits moved from the token to the timestamp still fit. The tolerance refuses those.
  const timestamp = parseUnixSeconds(seconds);
  if (timestamp.kind === "rejected") return timestamp;
  const expected = secrets.value.map((secret) => hmac("sha256", secret, [seconds, token]));
  const compared = compareSignatures(
    expected,
    given.filter((signature) => signature !== null),
  );
  return compared.kind === "verified" ? checkTolerance(timestamp.value, input) : compared;
}
