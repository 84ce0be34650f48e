import type { ErrorCategory } from "./error-category.ts";

const BY_CATEGORY: Readonly<Record<ErrorCategory, string>> = {
  NETWORK:
    "Check that the target's host name resolves and that its server accepts connections from the internet with a valid TLS certificate.",
  TIMEOUT:
    "Let the receiver answer 2xx first and do its work afterwards, or raise this integration's timeout.",
  AUTH: "Check the credentials of this integration: a key may have been rotated or have expired. Then retry from the dead letters.",
  RATE_LIMIT:
    "Lower this integration's rate limit to what the receiver allows, or ask its owner for a higher quota.",
  VALIDATION:
    "Compare the payload in this log with what the receiver expects, then correct the transformation or the event's schema.",
  SERVER_ERROR:
    "The receiver failed by itself: read its logs at the time of this attempt. Once it is mended, retry what became a dead letter.",
  CLIENT_ERROR:
    "The receiver refuses this request: check the target URL, the method and the headers of this integration.",
};

const BY_STATUS: Readonly<Record<number, string>> = {
  400: "The receiver could not read the request: check the payload's format and the Content-Type header.",
  401: "The receiver does not accept the credentials: renew the key or token, and check that signing secret and header match the receiver's.",
  403: "The receiver knows the caller but does not allow this: check the key's permissions, and any IP allow list or firewall in front of the target.",
  404: "Nothing answers at this path: compare the target URL with the receiver's documentation.",
  405: "The receiver does not accept this HTTP method here: change the integration's method, usually to POST.",
  408: "The receiver waited too long for the request: look for a slow proxy in front of it.",
  409: "The receiver reports a conflict, often because it already has this event: check there before sending it again.",
  410: "The receiver says this endpoint is gone, so the integration was disabled: enter the new URL or delete the integration.",
  413: "The payload is too large for the receiver: send fewer fields by a transformation, or raise the receiver's limit.",
  415: "The receiver does not accept this content type: set the Content-Type header to what it expects.",
  422: "The receiver read the payload and rejects its values: its response usually names the fields.",
  501: "The receiver does not support this method: change the integration's method, usually to POST.",
  502: "A proxy in front of the receiver got no valid answer from it: check that the receiver's application runs.",
  503: "The receiver is overloaded or in maintenance: wait for it, or lower this integration's rate limit.",
  504: "A proxy in front of the receiver waited too long for it: answer first and work afterwards.",
};

/**
 * The next step for an operator, in one or two sentences. More precise where the status says more than
 * its category. `status` is null when there was no response.
 */
export function troubleshootingHint(category: ErrorCategory, status: number | null): string {
  if (status === null) {
    // No response and CLIENT_ERROR happens in one way only: the gateway itself did not send.
    return category === "CLIENT_ERROR"
      ? "The gateway did not send this, and the log says why: correct the integration, for instance its target URL, then retry from the dead letters."
      : BY_CATEGORY[category];
  }
  if (status >= 300 && status <= 399) {
    return "The receiver redirects, and redirects are never followed: enter the final address as the target URL.";
  }
  return BY_STATUS[status] ?? BY_CATEGORY[category];
}
