import { Buffer } from "node:buffer";
import type { Verification, VerifyInput } from "#domain/ingress/connector";
import { reject } from "../primitives/checked.ts";
import { jsonOf, numberAt } from "../primitives/json.ts";
import { verifySignedHeader } from "../primitives/signed-header.ts";
import { checkTolerance } from "../primitives/timestamps.ts";

/** The HMAC-SHA256 of the body. The timestamp that counts lies in the body; the header `Linear-Timestamp` is not signed. */
export function verifyLinear(input: VerifyInput): Verification {
  const signed = verifySignedHeader(input, {
    header: "Linear-Signature",
    algorithm: "sha256",
    encoding: "hex",
  });
  if (signed.kind !== "verified") return signed;
  const sentAt = numberAt(parseBytes(input.request.body), "webhookTimestamp");
  if (sentAt === null) {
    return reject("malformed_timestamp", "The signed body holds no webhookTimestamp in milliseconds.");
  }
  return checkTolerance(sentAt, input);
}

/** Byte for byte (Latin-1), because only a number is read: an odd byte in somebody's comment must not refuse the request. */
function parseBytes(body: Uint8Array): unknown {
  return jsonOf(Buffer.from(Buffer.from(body).toString("latin1"), "utf8"));
}
