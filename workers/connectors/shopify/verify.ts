import type { Verification, VerifyInput } from "#domain/ingress/connector";
import { verifySignedHeader } from "../primitives/signed-header.ts";

/** The HMAC-SHA256 of the body, keyed with the app's client secret. Events (a preview) drop the `X-` of every header. */
export function verifyShopify(input: VerifyInput): Verification {
  const { headers } = input.request;
  const isEvent = !headers.has("x-shopify-hmac-sha256") && headers.has("shopify-hmac-sha256");
  return verifySignedHeader(input, {
    header: isEvent ? "Shopify-Hmac-Sha256" : "X-Shopify-Hmac-Sha256",
    algorithm: "sha256",
    encoding: "base64",
  });
}
