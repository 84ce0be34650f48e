import type { InboundRequest } from "#domain/ingress/connector";
import { type Checked, ok } from "../primitives/checked.ts";
import { readHeader } from "../primitives/headers.ts";
import type { SignedContent } from "../primitives/hmac.ts";
import { type HmacScheme, PLACEHOLDER } from "./scheme.ts";

/**
 * The template with everything in its place. A value never becomes a placeholder itself: each stands for itself once.
 * @param timestamp as it was signed; empty where only what stays on a retry is asked for.
 */
export function readContent(
  request: InboundRequest,
  { content, idHeader }: HmacScheme,
  timestamp: string,
): Checked<SignedContent> {
  const parts: (string | Uint8Array)[] = [];
  let end = 0;
  for (const match of content.matchAll(PLACEHOLDER)) {
    parts.push(content.slice(end, match.index));
    end = match.index + match[0].length;
    switch (match[1]) {
      case "body":
        parts.push(request.body);
        break;
      case "timestamp":
        parts.push(timestamp);
        break;
      case "method":
        parts.push(request.method);
        break;
      case "url":
        parts.push(request.url);
        break;
      case "id": {
        const id = readHeader(request, idHeader ?? "");
        if (id.kind === "rejected") return id;
        parts.push(id.value);
      }
    }
  }
  parts.push(content.slice(end));
  return ok(parts);
}

/** Without its `?`; empty when there is none. */
export function queryOf({ url }: InboundRequest): string {
  const start = url.indexOf("?");
  return start === -1 ? "" : url.slice(start + 1);
}
