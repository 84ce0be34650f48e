import type { Verification, VerifyInput } from "#domain/ingress/connector";
import { verifyTimestampedPairs } from "../primitives/timestamped-pairs.ts";

/** v1 is the HMAC-SHA256 of `<t>.<body>`. The v0 of test events is made with a key that everybody knows and proves nothing. */
export function verifyStripe(input: VerifyInput): Verification {
  return verifyTimestampedPairs(input, {
    header: "Stripe-Signature",
    separator: ",",
    timestampKey: "t",
    signatureKey: "v1",
    delimiter: ".",
  });
}
