/**
 * API keys are `igw_<region>_<43 characters>`: 32 random bytes in base64url. The region is in the key, so that any edge
 * can forward a call to where the organization lives without looking anything up.
 */
const KEY = /^igw_([a-z]+(?:-[a-z]+)?)_([A-Za-z0-9_-]{43})$/;

export function formatApiKey(region: string, random: string): string {
  return `igw_${region}_${random}`;
}

/** The key's home region, or null when the text is no key at all. */
export function regionOfKey(key: string): string | null {
  return KEY.exec(key)?.[1] ?? null;
}

/** What may be shown of a key after it was made. */
export function apiKeyHint(key: string): string {
  return `igw_${regionOfKey(key) ?? "?"}_…${key.slice(-4)}`;
}
