import type { Verification, VerifyInput } from "#domain/ingress/connector";
import { verifyTimestampedPairs } from "../primitives/timestamped-pairs.ts";

/** h1 is the HMAC-SHA256 of `<ts>:<body>`; there are several while Paddle rotates a key. */
export function verifyPaddle(input: VerifyInput): Verification {
  return verifyTimestampedPairs(input, {
    header: "Paddle-Signature",
    separator: ";",
    timestampKey: "ts",
    signatureKey: "h1",
    delimiter: ":",
  });
}
