/**
 * The last part of a source's address: `in_<region>_<43 characters>`, 32 random bytes in base64url. The region is in it, so
 * that any edge can forward a webhook to where its organization lives without looking anything up.
 */
const TOKEN = /^in_([a-z]+(?:-[a-z]+)?)_([A-Za-z0-9_-]{43})$/;

export function formatInboundToken(region: string, random: string): string {
  return `in_${region}_${random}`;
}

const ANYWHERE = /in_[a-z]{1,20}(?:-[a-z]{1,20})?_[A-Za-z0-9_-]{43}/g;

/** A text that may hold an address of a source, as proxies write it into headers, without its token: whoever has it can send. */
export function withoutInboundTokens(text: string, instead: string): string {
  return text.includes("in_") ? text.replaceAll(ANYWHERE, instead) : text;
}

/** The token's home region, or null when the text is no token at all. */
export function regionOfInboundToken(token: string): string | null {
  return TOKEN.exec(token)?.[1] ?? null;
}

/** What may be shown of a token after it was made. */
export function inboundTokenHint(token: string): string {
  return `in_${regionOfInboundToken(token) ?? "?"}_…${token.slice(-4)}`;
}
