/**
 * HubSpot signs the URI with these characters as themselves, however the request line had them. All other escapes stay
 * as they came. (Its documentation has them as a table.)
 */
const DECODED: ReadonlyMap<string, string> = new Map([
  ["%3A", ":"],
  ["%2F", "/"],
  ["%3F", "?"],
  ["%40", "@"],
  ["%21", "!"],
  ["%24", "$"],
  ["%27", "'"],
  ["%28", "("],
  ["%29", ")"],
  ["%2A", "*"],
  ["%2C", ","],
  ["%3B", ";"],
]);

export function signedUri(uri: string): string {
  return uri.replace(/%[0-9A-Fa-f]{2}/g, (escaped) => DECODED.get(escaped.toUpperCase()) ?? escaped);
}
