import { Buffer } from "node:buffer";
import type { InboundRequest } from "#domain/ingress/connector";
import { bodyDigest } from "../primitives/body-digest.ts";
import { headerText } from "../primitives/headers.ts";
import { idAt, jsonOf } from "../primitives/json.ts";
import { readContent } from "./content.ts";
import { keysOf } from "./paths.ts";
import { type HmacScheme, PLACEHOLDER, readScheme, type Settings, textOf } from "./scheme.ts";

/**
 * What a second sending is known by. An id that the signature does not cover, or whose border with its neighbour can be
 * moved, would let whoever recorded a request send it again as a new event: then the digest of what is signed stands for it.
 */
export function eventId(request: InboundRequest, settings: Settings): string | null {
  const scheme = readScheme(settings);
  const [header, path] = [textOf(settings, "idHeader"), textOf(settings, "idPath")];
  const given =
    header !== null
      ? headerText(request, header.toLowerCase())
      : path !== null
        ? idAt(jsonOf(request.body), ...keysOf(path))
        : null;
  if (scheme.kind !== "hmac") return given;
  if (header === null && path === null) {
    // Nobody said that events have ids, so equal ones may be meant. Signed at the same time, they are one sending.
    const signedAt = timestampOf(request, scheme);
    return signedAt === null ? null : contentDigest(request, scheme, signedAt, null);
  }
  if (given !== null && (header === null || isSigned(scheme))) return given;
  // Where only headers tell events with equal bodies apart, their type is one of those headers.
  const type = textOf(settings, "typeHeader");
  return contentDigest(request, scheme, "", type === null ? null : headerText(request, type.toLowerCase()));
}

/**
 * Does the signature say where the id begins and ends? A time is digits within a tolerance, so nothing can be moved over
 * to it unnoticed. Between `{id}` and `{body}` no separator helps, because either may hold it: what was signed as `a` and `{"x":1.5}` fits `a.{"x":1` and `5}` as well.
 */
function isSigned({ content }: HmacScheme): boolean {
  // Odd ones are the placeholders' names, because PLACEHOLDER captures them.
  const names = content.split(PLACEHOLDER).filter((_, index) => index % 2 === 1);
  const at = names.indexOf("id");
  const firm = (name: string | undefined) => name === undefined || name === "timestamp";
  return at >= 0 && firm(names[at - 1]) && firm(names[at + 1]);
}

function timestampOf(request: InboundRequest, scheme: HmacScheme): string | null {
  if (scheme.timestampHeader !== null) return headerText(request, scheme.timestampHeader.toLowerCase());
  if (scheme.timestampKey === null) return null;
  // It stands beside the signatures. Those that are not ours may be any, so it is taken out by its key.
  const pairs = (headerText(request, scheme.header.toLowerCase()) ?? "").split(",");
  const found = pairs.map((pair) => pair.split("=", 2)).find(([key]) => key?.trim() === scheme.timestampKey);
  return found?.[1]?.trim() ?? null;
}

function contentDigest(
  request: InboundRequest,
  scheme: HmacScheme,
  timestamp: string,
  topic: string | null,
): string | null {
  const content = readContent(request, scheme, timestamp);
  if (content.kind === "rejected") return null;
  const parts = content.value.map((part) => (typeof part === "string" ? Buffer.from(part, "utf8") : part));
  return bodyDigest(Buffer.concat(parts), topic);
}
