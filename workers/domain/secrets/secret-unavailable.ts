/** Why a secret cannot be opened or sealed now. */
export type UnavailableReason =
  /** SECRETS_KEYS itself cannot be read: nothing opens until that is mended. */
  | "keys_unreadable"
  /** It needs a key-encryption key that SECRETS_KEYS does not name. */
  | "unknown_key_encryption_key"
  /** Its data key is not there (any more). */
  | "unknown_data_key"
  /** It was changed, moved to another place, or is not a sealed text at all. */
  | "damaged";

/** Fails closed: never a guess, never a part of the secret. The message names keys and places, and is for the log only. */
export class SecretUnavailable extends Error {
  override readonly name = "SecretUnavailable";
  readonly reason: UnavailableReason;

  constructor(reason: UnavailableReason, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** What the database says when something sealed with a data key that is gone would be written (sealed-guards.ts). */
export const DATA_KEY_GONE = "data_key_gone";

/** Is this error about a secret's key, and not about the code? Null when it is not. */
export function secretFailure(error: unknown): SecretUnavailable | null {
  if (error instanceof SecretUnavailable) return error;
  if (error instanceof Error && error.message.includes(DATA_KEY_GONE)) {
    return new SecretUnavailable(
      "unknown_data_key",
      "Its data key was replaced between sealing and writing.",
    );
  }
  return null;
}
