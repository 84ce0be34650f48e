import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { HttpEnv } from "./context.ts";

const NAME = "igw_refresh";
/**
 * `__Host-` (RFC 6265bis, section 4.1.3.2) makes browsers refuse the cookie unless it is Secure, of this very host and of
 * the whole path: a neighbouring subdomain can neither read nor plant it.
 */
const FORM = { prefix: "host", path: "/", secure: true, httpOnly: true, sameSite: "Strict" } as const;

export function readRefreshCookie(c: Context<HttpEnv>): string | null {
  return getCookie(c, NAME, "host") ?? null;
}

export function setRefreshCookie(c: Context<HttpEnv>, token: string, expiresAt: number): void {
  setCookie(c, NAME, token, { ...FORM, expires: new Date(expiresAt) });
}

export function clearRefreshCookie(c: Context<HttpEnv>): void {
  deleteCookie(c, NAME, FORM);
}
