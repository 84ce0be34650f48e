export interface CallingPage {
  /** The header Origin; undefined when there is none. */
  readonly origin: string | undefined;
  /** The header Sec-Fetch-Site. */
  readonly fetchSite: string | undefined;
  /** Where the gateway itself was called. */
  readonly ownOrigin: string;
  /** Exact origins of other pages that are trusted. */
  readonly allowedOrigins: ReadonlySet<string>;
}

/**
 * May this page use the cookie? Browsers name the page's origin on every POST and pages cannot change that, so the names
 * are compared whole: a prefix or suffix would let `https://gateway.example.com.evil.net` in. What names neither an
 * origin nor a site is no browser, and has no cookie that somebody else could abuse.
 */
export function isTrustedPage({ origin, fetchSite, ownOrigin, allowedOrigins }: CallingPage): boolean {
  if (origin === undefined) return fetchSite === undefined || fetchSite === "same-origin";
  if (origin === ownOrigin) return fetchSite === undefined || fetchSite === "same-origin";
  return allowedOrigins.has(origin);
}
