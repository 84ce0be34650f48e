import type { DeliveryStatus } from "./delivery-state.ts";
import type { ErrorCategory } from "./error-category.ts";

/**
 * Every hint names only what an operator can do today: an integration's settings by their own names, its signing
 * secrets, retry, discard and replay. A hint at a setting that does not exist costs somebody an hour at night.
 */
const BY_CATEGORY: Readonly<Record<ErrorCategory, string>> = {
  NETWORK:
    "Check that the host name in this integration's url resolves and that its server accepts connections from the internet with a valid TLS certificate.",
  TIMEOUT:
    "Let the receiver answer 2xx first and do its work afterwards, or raise this integration's timeoutMs.",
  AUTH: "Check the credentials in this integration's headers and its signing secrets: a key may have been rotated or have expired. Then retry from the dead letters.",
  RATE_LIMIT:
    "The receiver allows less than it gets: ask its owner for a higher quota, let its 429 say when in Retry-After, or give this integration a retry policy with longer waits.",
  VALIDATION:
    "Compare the payload in this log with what the receiver expects: correct what sends the event, or narrow this integration's filter and eventTypes to what the receiver takes.",
  SERVER_ERROR:
    "The receiver failed by itself: read its logs at the time of this attempt. Once it is mended, retry what became a dead letter.",
  CLIENT_ERROR:
    "The receiver refuses this request: check the url, the method and the headers of this integration.",
};

const BY_STATUS: Readonly<Record<number, string>> = {
  400: "The receiver could not read the request: compare the payload, and this integration's bodyFormat, with what it expects.",
  401: "The receiver does not accept the credentials: renew the key or token in this integration's headers, and check that the signing secret and its header match the receiver's.",
  403: "The receiver knows the caller but does not allow this: check the key's permissions, and any IP allow list or firewall in front of the target.",
  404: "Nothing answers at this path: compare this integration's url with the receiver's documentation.",
  405: "The receiver does not accept this HTTP method here: change the integration's method, usually to POST.",
  408: "The receiver waited too long for the request: look for a slow proxy in front of it.",
  409: "The receiver reports a conflict, often because it already has this event: check there before sending it again.",
  410: "The receiver says that this endpoint is gone, which switches the integration off: enter its new url and enable it, or delete it.",
  413: "The payload is too large for the receiver: send events with less in them, or have the receiver's limit raised.",
  415: "The receiver does not accept application/json, and nothing else is sent: let the receiver take it.",
  422: "The receiver read the payload and rejects its values: its response usually names the fields.",
  501: "The receiver does not support this method: change the integration's method, usually to POST.",
  502: "A proxy in front of the receiver got no valid answer from it: check that the receiver's application runs.",
  503: "The receiver is overloaded or in maintenance: wait for it, or give this integration a retry policy with longer waits.",
  504: "A proxy in front of the receiver waited too long for it: answer first and work afterwards.",
};

/** What ended a delivery by itself. Its detail says so, and is the only place that does. */
const BY_DETAIL: readonly (readonly [words: RegExp, hint: string])[] = [
  [
    /stored value of the header \S+ cannot be opened/,
    "Enter the value of this header anew. If many integrations have this at once, the operator of the gateway removed a key from SECRETS_KEYS that is still needed: put it back, and everything opens again.",
  ],
  [
    /signing secret \S+ cannot be opened/,
    "Rotate this integration's signing secret, which replaces the one that does not open. If many integrations have this at once, the operator of the gateway removed a key from SECRETS_KEYS that is still needed: put it back, and everything opens again.",
  ],
  [
    /credential \S+ needs a person/,
    "Mend the credential that the detail names: save its new secret, or connect it to its provider again (POST /api/v1/credentials/{id}/authorize). What waits for it then goes out at once; retry what became a dead letter.",
  ],
  [
    /there is no access token/,
    "The provider of this integration's credential did not answer with a token: POST /api/v1/credentials/{id}/test says what it answers. It is tried again by itself.",
  ],
  [
    /its credential was deleted/,
    "Give this integration a credentialId that exists, or null, then retry from the dead letters.",
  ],
  [
    /payload does not fit the schema/,
    "Look at the errors of the step validate: correct what sends the event, or the schema of this integration, then retry from the dead letters.",
  ],
  [
    /the transformation failed/,
    "Look at the step transform and its log, correct this integration's transform (POST /api/v1/integrations/{id}/dry-run shows what it makes of this event), then retry from the dead letters.",
  ],
  [
    /GraphQL server answered .* too much to be judged/,
    "The mutation or query may have been carried out: look there first. Then let this integration's graphql.document select fewer fields, and retry or discard.",
  ],
  [
    /GraphQL server answered .*(without a GraphQL answer|neither data nor errors)/,
    "Check that this integration's url is the GraphQL endpoint itself, and not a page or another API: POST /api/v1/integrations/{id}/graphql/execute shows what it answers.",
  ],
  [
    /GraphQL server answered .* beside partial data/,
    "Part of what was asked was done, and the response in this log shows what: mend the rest there, or set graphql.partialData to accept. A retry asks for everything again.",
  ],
  [
    /GraphQL server answered .* entr(y|ies) in /,
    "The mutation itself refused these values, and the response in this log says which: correct what sends the event, or graphql.variables.",
  ],
  [
    /used up its share of this machine/,
    "Look for a script or a schema of this organization that burns its fuel (dead letters that say fuel, a dry run) and mend it. What is held is sent by itself.",
  ],
  [
    /lookup tables, which do not answer/,
    "Nothing needs to be done: it is tried again by itself as soon as the lookup tables can be read.",
  ],
  [
    /asked to abort this message/,
    "The receiver asked for no further attempt at this message: ask its owner why, then replay it or discard it.",
  ],
  [
    /asked to switch this integration off/,
    "The receiver asked for no more deliveries, which switches the integration off: settle it with its owner, enable the integration, then retry.",
  ],
  [
    /not sent: The host name resolves to/,
    "The name in this integration's url leads to an address that is not public, and nothing is sent there: correct its DNS or enter another url, then retry from the dead letters.",
  ],
  [
    /not sent: .*organization's policy/,
    "A policy of this organization, or of one above it, forbids this target: enter a url that it allows, or have the policy changed. Then retry from the dead letters.",
  ],
  [
    /not sent: .*(does not resolve|could not be looked up)/,
    "Check that the host name in this integration's url is spelled right and that its DNS answers for both A and AAAA. It is tried again by itself.",
  ],
  [
    // Not just "switched off": retries can be that, too.
    /integration (is|was) switched off/,
    "Mend what switched it off, if its receiver did. Enable this integration, then retry; or discard this dead letter when it is no longer wanted.",
  ],
  [
    /integration was deleted/,
    "There is nowhere left to send this: discard it. If it is still wanted, create a new integration and post the event again under a new id.",
  ],
  [
    /payload is no longer kept/,
    "There is nothing left to send: discard it. If it is still wanted, post the event again from its source.",
  ],
  [
    /^The integration is paused/,
    "Resume the integration when its target may be asked again: what was held goes out then. Its circuit's history says who paused it, and why.",
  ],
  [
    /^The circuit is open: it goes out/,
    "Nothing needs to be done here: a probe asks the target again, and what was held goes out when it succeeds. What the target answered before is in the circuit's history.",
  ],
  [
    /^Waits for those before it/,
    "Nothing needs to be done while those before it are under way. A dead letter among them stops its lane until you retry it with success or discard it: the integration's blocked lanes name it.",
  ],
];

const UNMATCHED =
  "No enabled integration took this event: compare its type, labels and payload with your integrations' eventTypes and filter. It is not matched again, so post it anew after a change.";
const HELD =
  "Nothing needs to be done: it is sent by itself when its turn comes. If many stay here, the receiver answers too slowly.";

/** What is known of a failure; `httpStatus` is null when there was no response. */
export interface KnownFailure {
  readonly category: ErrorCategory | null;
  readonly httpStatus: number | null;
  readonly detail: string | null;
}

const DUPLICATE =
  "Replay it if it was none, and compare more of the event: the integration's flow.deduplicate says what is compared.";

/** The next step for an operator who looks at a delivery; null when there is none to take. */
export function deliveryHint(record: KnownFailure & { readonly status: DeliveryStatus }): string | null {
  switch (record.status) {
    case "pending":
    case "delivered":
    case "discarded":
    case "cancelled":
      return null;
    case "duplicate":
      return DUPLICATE;
    case "unmatched":
      return byDetail(record.detail) ?? UNMATCHED;
    case "held":
      return byDetail(record.detail) ?? HELD;
    case "retrying":
    case "dead_lettered":
      return troubleshootingHint(record);
  }
}

/** The next step after a failure, in one or two sentences: the most precise of what its detail, status and category say. */
export function troubleshootingHint({ category, httpStatus, detail }: KnownFailure): string | null {
  return byDetail(detail) ?? (category === null ? null : byAnswer(category, httpStatus));
}

function byDetail(detail: string | null): string | null {
  if (detail === null) return null;
  return BY_DETAIL.find(([words]) => words.test(detail))?.[1] ?? null;
}

function byAnswer(category: ErrorCategory, status: number | null): string {
  if (status === null) {
    // No response and CLIENT_ERROR happens in one way only: the gateway itself did not send.
    return category === "CLIENT_ERROR"
      ? "The gateway did not send this, and the log says why: correct the integration, for instance its url, then retry from the dead letters."
      : BY_CATEGORY[category];
  }
  if (status >= 300 && status <= 399) {
    return "The receiver redirects, and redirects are never followed: enter the final address as this integration's url.";
  }
  return BY_STATUS[status] ?? BY_CATEGORY[category];
}
