import type { SealedSecret } from "../credentials/credential.ts";
import type { DeduplicationSettings } from "../flow/flow-settings.ts";

/** Where inbound webhooks of one provider come in, and what becomes of them. */

/** How the event's type is made: of the provider's own word, or always the same. */
export type TypeMapping =
  | { readonly mode: "prefix"; readonly prefix: string }
  /** With `{type}` and `{provider}` in it. */
  | { readonly mode: "template"; readonly template: string }
  | { readonly mode: "fixed"; readonly type: string };

/** What a provider is answered when its webhook was taken. */
export interface CustomResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** `provider`: as the provider signs. `none`: anybody who knows the address is believed. */
export const VERIFICATION_MODES = ["provider", "none"] as const;
export type VerificationMode = (typeof VERIFICATION_MODES)[number];

/** Everything a source can be told, complete: nothing is optional after it was saved. */
export interface SourceSettings {
  readonly verification: VerificationMode;
  /** The manifest's fields that are no secrets. */
  readonly settings: Readonly<Record<string, string>>;
  /** Null: as the manifest says. */
  readonly toleranceSeconds: number | null;
  /** Null: the default answer. */
  readonly response: CustomResponse | null;
  /** Null: the manifest's prefix and the provider's own type. */
  readonly eventType: TypeMapping | null;
  /** Request headers that go along with the event as labels, in lower case. */
  readonly headers: readonly string[];
  /** Labels of every event of this source. */
  readonly labels: Readonly<Record<string, string>>;
  /** Null: only what has the same id of the provider is the same. */
  readonly deduplicate: DeduplicationSettings | null;
}

/** A signing secret: several are valid while one is being rotated. */
export interface SourceSecret extends SealedSecret {
  readonly id: string;
  readonly createdAt: number;
  /** Null: until it is rotated or removed. */
  readonly expiresAt: number | null;
}

/** An address that leads to the source. The token itself is not kept. */
export interface SourceToken {
  readonly hash: string;
  readonly hint: string;
  readonly createdAt: number;
  readonly expiresAt: number | null;
}

export interface SourceRecord extends SourceSettings {
  readonly id: string;
  readonly name: string;
  /** A connector's id. It never changes. */
  readonly provider: string;
  readonly enabled: boolean;
  /** The manifest's secret fields besides the signing secret, by their names. */
  readonly sealedSettings: Readonly<Record<string, SealedSecret>>;
  /** Newest first. */
  readonly secrets: readonly SourceSecret[];
  /** Newest first. */
  readonly tokens: readonly SourceToken[];
  readonly createdAt: number;
  /** Grows with every change, so it serves as the record's version too. */
  readonly updatedAt: number;
}

export const MAX_SOURCE_SECRETS = 10;
export const MAX_SOURCE_TOKENS = 5;
/** As for signing secrets: an old one that lives longer than a week is one that nobody ever rotates. */
export const MAX_OVERLAP_SECONDS = 7 * 24 * 60 * 60;
/** Widened beyond an hour, a captured request could be sent again for that long wherever the provider has no event ids. */
export const MAX_TOLERANCE_SECONDS = 3_600;

export function isLive({ expiresAt }: { readonly expiresAt: number | null }, now: number): boolean {
  return expiresAt === null || expiresAt > now;
}
