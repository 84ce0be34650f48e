import type { Verification, VerifyInput } from "#domain/ingress/connector";
import { verifySignedHeader } from "../primitives/signed-header.ts";

/** The HMAC-SHA256 of the notification URL, as it is written at Square, followed by the body. */
export function verifySquare(input: VerifyInput): Verification {
  const url = input.settings.notificationUrl?.trim() || input.request.url;
  return verifySignedHeader(
    input,
    { header: "x-square-hmacsha256-signature", algorithm: "sha256", encoding: "base64" },
    [url, input.request.body],
  );
}
