import type { RejectionCode } from "./rejected-request.ts";

/** What an operator checks first, by the reason of a rejection. */
const HINTS: Readonly<Record<RejectionCode, string>> = {
  no_secret_configured:
    "The source has no secret that is valid now. Copy the signing secret from the provider and add it: POST /api/v1/sources/{id}/secrets.",
  missing_signature_header:
    "The header that carries the signature did not come. Is signing switched on at the provider, is this the right provider, and does a proxy in between drop headers?",
  malformed_header:
    "The signature header came in a form that this provider does not use. Compare it with the provider's documentation, and check that the source is of the right provider.",
  malformed_signature:
    "The signature does not decode. Check the encoding (hex or base64) and the prefix in the source's settings.",
  malformed_timestamp:
    "The signed timestamp is no number, or no moment. Check which header it is read from, and its unit.",
  too_many_signatures:
    "The header carries more signatures than are looked at. Retire secrets at the provider that are no longer used.",
  no_supported_scheme:
    "None of the signatures is of a version that is verified here. Switch the provider to the current one.",
  timestamp_outside_tolerance:
    "The request was signed too long ago, or in the future. Was it sent again by hand or by a proxy that held it back? Else check the sender's clock before you widen the tolerance.",
  signature_mismatch:
    "The signature was made with another secret, or over other bytes. Compare the secret's last characters with the provider's; if they agree, something between the provider and here changes the body, or the URL where that is signed.",
  malformed_body:
    "What was signed lies in the body, and the body is not in the provider's form. Check the content type that the provider is set to.",
  key_unavailable:
    "The provider's public key could not be fetched at that moment. It was answered 503, so the provider sends it again.",
  body_too_large:
    "The body is larger than 1 MB. Have the provider send less at once, or a reference instead of the content.",
  unknown_event_type:
    "The webhook was genuine, but the organization's catalogue is strict and does not have its type. Add the type, or map it to one that it has.",
  invalid_event:
    "The webhook was genuine, but its payload does not fit the event type's schema. The detail says where.",
};

export function hintFor(reason: RejectionCode): string {
  return HINTS[reason];
}
