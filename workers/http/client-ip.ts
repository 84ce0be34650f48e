import type { Context } from "hono";
import type { HttpEnv } from "./context.ts";

/** Cloudflare sets it and lets nobody else set it. Null in a runtime without Cloudflare in front. */
export function clientIp(c: Context<HttpEnv>): string | null {
  return c.req.header("cf-connecting-ip") ?? null;
}
