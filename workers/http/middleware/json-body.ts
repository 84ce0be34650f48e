import { createMiddleware } from "hono/factory";
import type { HttpEnv } from "../context.ts";
import { readJson } from "../read-json.ts";

/** No configuration is larger; the largest event is, and has its own limit. */
const MAX_BYTES = 256 * 1024;

/**
 * Bounds and parses the body before any schema sees it: size, depth, media type, UTF-8. What the schemas read
 * afterwards is the text that was checked. No body at all is an empty object, so that a request without wishes needs none.
 */
export function jsonBodyUpTo(maxBytes: number) {
  return createMiddleware<HttpEnv>(async (c, next) => {
    const { url, method, headers, body } = c.req.raw;
    const empty = body === null || headers.get("content-length") === "0";
    const text = empty ? "{}" : (await readJson(c.req.raw, maxBytes)).text;
    const checked = new Headers(headers);
    checked.set("content-type", "application/json");
    // It counts the bytes that came, and the text may have lost its byte order mark.
    checked.delete("content-length");
    c.req.raw = new Request(url, { method, headers: checked, body: text });
    return next();
  });
}

/** For all that is configuration. */
export const jsonBody = jsonBodyUpTo(MAX_BYTES);
