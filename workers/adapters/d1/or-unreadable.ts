import { SecretUnavailable } from "#domain/secrets/secret-unavailable";

export type Opening<T> = { readonly ok: true; readonly value: T } | { readonly ok: false };

/**
 * What a secret's own state does to it is an answer: one that cannot be opened must not stop the others. That the keys
 * cannot be read at all is a failure of the whole work, which is tried again.
 */
export async function orUnreadable<T>(opening: Promise<T>): Promise<Opening<T>> {
  try {
    return { ok: true, value: await opening };
  } catch (error) {
    if (error instanceof SecretUnavailable && error.reason !== "keys_unreadable") return { ok: false };
    throw error;
  }
}
