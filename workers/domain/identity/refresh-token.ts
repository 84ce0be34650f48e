/**
 * `<session id>.<secret>`: the session is found by its primary key, so that also a token from long ago leads to its
 * session and tells that it was stolen.
 */
const TOKEN = /^(ses_[0-9a-z]{26})\.([A-Za-z0-9_-]{43})$/;

export function formatRefreshToken(sessionId: string, secret: string): string {
  return `${sessionId}.${secret}`;
}

/** The id of the session it belongs to, or null for what is no refresh token. */
export function sessionOfRefreshToken(token: string): string | null {
  return TOKEN.exec(token)?.[1] ?? null;
}
