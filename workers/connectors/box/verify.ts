import type { Verification, VerifyInput } from "#domain/ingress/connector";
import { reject } from "../primitives/checked.ts";
import { compareSignatures } from "../primitives/compare.ts";
import { decodeBase64 } from "../primitives/encodings.ts";
import { headerText, readHeader } from "../primitives/headers.ts";
import { hmac } from "../primitives/hmac.ts";
import { parseRfc3339 } from "../primitives/rfc3339.ts";
import { requireSecrets } from "../primitives/secrets.ts";
import { checkTolerance } from "../primitives/timestamps.ts";

const PRIMARY = "BOX-SIGNATURE-PRIMARY";
const SECONDARY = "BOX-SIGNATURE-SECONDARY";

/** HMAC-SHA256 of the body and, behind it, the delivery's timestamp; once with each of the two keys that an app may have. */
export function verifyBox({ request, secrets, now, toleranceMs }: VerifyInput): Verification {
  const usable = requireSecrets(secrets);
  if (usable.kind === "rejected") return usable;
  // One of the two is enough, so that a key can be exchanged.
  const names = [PRIMARY, SECONDARY].filter((name) => headerText(request, name.toLowerCase()) !== null);
  const given: Uint8Array[] = [];
  for (const name of names.length === 0 ? [PRIMARY] : names) {
    const header = readHeader(request, name);
    if (header.kind === "rejected") return header;
    const signature = decodeBase64(header.value);
    if (signature === null) return reject("malformed_signature", `${name} is not base64.`);
    given.push(signature);
  }
  const version = headerText(request, "box-signature-version");
  const algorithm = headerText(request, "box-signature-algorithm");
  if (version !== "1" || algorithm !== "HmacSHA256") {
    return reject("no_supported_scheme", "Only signature version 1 with HmacSHA256 is verified.");
  }
  const time = readHeader(request, "BOX-DELIVERY-TIMESTAMP");
  if (time.kind === "rejected") return time;
  const timestamp = parseRfc3339(time.value);
  if (timestamp.kind === "rejected") return timestamp;
  const compared = compareSignatures(
    usable.value.map((secret) => hmac("sha256", secret, [request.body, time.value])),
    given,
  );
  return compared.kind === "verified" ? checkTolerance(timestamp.value, { now, toleranceMs }) : compared;
}
