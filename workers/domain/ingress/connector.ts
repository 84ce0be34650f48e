/** What a provider's webhooks need: how they prove themselves, and what they call their events. One folder each under connectors/. */

/** A request exactly as it came; nothing of it is parsed before it has proven itself. */
export interface InboundRequest {
  readonly method: string;
  /** The URL that the provider called, with its query: some providers sign it. */
  readonly url: string;
  /** Names in lower case; a header that came twice is joined by `, `. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Uint8Array;
}

export interface VerifyInput {
  readonly request: InboundRequest;
  /** All that are valid now, newest first: several while a secret is being rotated. Never empty strings. */
  readonly secrets: readonly string[];
  /** The manifest's other fields, as the source has them. */
  readonly settings: Readonly<Record<string, string>>;
  /** Epoch milliseconds. */
  readonly now: number;
  /** A signed timestamp may be this far from `now`, in both directions. */
  readonly toleranceMs: number;
  /** For certificates that a provider publishes; null when they cannot be had now. Cached, and only https. */
  readonly fetchText: (url: string) => Promise<string | null>;
}

export const REJECTION_REASONS = [
  "no_secret_configured",
  "missing_signature_header",
  "malformed_header",
  "malformed_signature",
  "malformed_timestamp",
  "too_many_signatures",
  "no_supported_scheme",
  "timestamp_outside_tolerance",
  "signature_mismatch",
  "malformed_body",
  /** What would verify it cannot be had now: answered 503, so that the provider tries again. */
  "key_unavailable",
] as const;
export type RejectionReason = (typeof REJECTION_REASONS)[number];

export interface Rejection {
  readonly kind: "rejected";
  readonly reason: RejectionReason;
  /** For the operator. Never the expected signature, nor any secret. */
  readonly detail: string;
}

/** An answer that the provider waits for before it sends anything; given only to a request that proved itself. */
export interface ChallengeAnswer {
  readonly kind: "challenge";
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** A URL of the provider that the gateway must visit to confirm (SNS). Checked by the connector. */
  readonly confirmUrl?: string;
}

export type Verification = { readonly kind: "verified" } | ChallengeAnswer | Rejection;

/** What a verified request says about itself. */
export interface InboundDescription {
  /** The provider's own word (`customer.created`); null when it has none. */
  readonly type: string | null;
  /** The provider's own id of this event or delivery attempt-independent message: what replays are known by. */
  readonly id: string | null;
  /** RFC 3339, when the provider says when it happened. */
  readonly occurredAt: string | null;
}

export interface ManifestField {
  readonly name: string;
  readonly label: string;
  readonly kind: "secret" | "text" | "select" | "number";
  readonly required: boolean;
  /** Where the operator finds it at the provider. */
  readonly help: string;
  readonly options?: readonly string[];
  readonly default?: string;
  readonly placeholder?: string;
}

/** `metadata.json` of a provider's folder: what the dashboard's form is drawn from. */
export interface ConnectorManifest {
  /** The folder's name. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly docsUrl: string;
  /** The field that holds the signing secret, or the public key that verifies. Null: nothing is signed (basic auth, API key). */
  readonly secretField: string | null;
  readonly fields: readonly ManifestField[];
  /** HTTP methods that the provider uses; anything else is 405. */
  readonly methods: readonly string[];
  /** Null where the provider signs no timestamp: then only its event ids stop replays. */
  readonly toleranceSeconds: number | null;
  /** In front of the provider's own event types: `stripe.` makes `stripe.customer.created`. */
  readonly typePrefix: string;
  /** Used when `describe` finds no type. */
  readonly fallbackType: string;
  /** Does it ask for an answer before it begins to send? */
  readonly challenge: boolean;
  /** How to set it up at the provider, in order. */
  readonly setup: readonly string[];
}

export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

export interface Connector {
  readonly manifest: ConnectorManifest;
  /** Never throws for what came in. */
  verify(input: VerifyInput): Verification | Promise<Verification>;
  /** Asked for verified requests only. Never throws: a body that is not what it should be has no type. */
  describe(request: InboundRequest, settings: Readonly<Record<string, string>>): InboundDescription;
  /**
   * The event's payload as JSON text, where the body as it is would not do (JSON inside a form's field). Null, or no such
   * method: the gateway decides by the body. Asked for verified requests only; never throws.
   */
  payload?(request: InboundRequest, settings: Readonly<Record<string, string>>): string | null;
  /** What is wrong with settings that the manifest alone cannot judge, by the field's name. Asked when a source is saved. */
  findProblems?(settings: Readonly<Record<string, string>>): readonly FieldProblem[];
  /** Names of headers and query parameters that hold a secret itself, beyond those that every log hides. Lower case. */
  secretNames?(settings: Readonly<Record<string, string>>): readonly string[];
}
