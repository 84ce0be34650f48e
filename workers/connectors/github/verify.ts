import type { Verification, VerifyInput } from "#domain/ingress/connector";
import { verifySignedHeader } from "../primitives/signed-header.ts";

/**
 * The HMAC of the body. Only the chosen header is looked at: were the SHA-1 one taken as a substitute, a sender could
 * choose the weaker hash by leaving the other header out.
 */
export function verifyGithub(input: VerifyInput): Verification {
  return input.settings.algorithm === "sha1"
    ? verifySignedHeader(input, {
        header: "X-Hub-Signature",
        prefix: "sha1=",
        algorithm: "sha1",
        encoding: "hex",
      })
    : verifySignedHeader(input, {
        header: "X-Hub-Signature-256",
        prefix: "sha256=",
        algorithm: "sha256",
        encoding: "hex",
      });
}
