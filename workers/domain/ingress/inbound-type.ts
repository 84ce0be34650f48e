import { MAX_EVENT_TYPE_LENGTH } from "../routing/event-type-pattern.ts";
import { isOperationalType } from "../routing/operational-type.ts";
import type { ConnectorManifest } from "./connector.ts";
import type { TypeMapping } from "./source.ts";

/**
 * The event's type: the provider's own word, mapped as the source says, in the form that the catalogue takes. A provider
 * may call its events what it likes; an event is never lost for its name.
 */
export function inboundType(
  mapping: TypeMapping | null,
  manifest: Pick<ConnectorManifest, "id" | "typePrefix" | "fallbackType">,
  described: string | null,
): string {
  // Cut before anything is made of it: a type of a megabyte is nobody's type.
  const own = fitTypeName((described ?? "").slice(0, MAX_EVENT_TYPE_LENGTH));
  const type =
    fitTypeName(own === "" ? withoutOwn(mapping, manifest) : mapped(mapping, manifest, own)) || manifest.id;
  // Nobody but the gateway itself sends those: a provider's event is no news of the gateway.
  return isOperationalType(type) ? `${manifest.id}.${type}`.slice(0, MAX_EVENT_TYPE_LENGTH) : type;
}

/** The manifest's `fallbackType` is a whole type. Where the source has its own words for the prefix, they take its place. */
function withoutOwn(
  mapping: TypeMapping | null,
  manifest: Pick<ConnectorManifest, "id" | "typePrefix" | "fallbackType">,
): string {
  const { fallbackType, typePrefix } = manifest;
  if (mapping === null) return fallbackType;
  const word = fallbackType.startsWith(typePrefix) ? fallbackType.slice(typePrefix.length) : fallbackType;
  return mapped(mapping, manifest, word);
}

function mapped(
  mapping: TypeMapping | null,
  { id, typePrefix }: Pick<ConnectorManifest, "id" | "typePrefix">,
  type: string,
): string {
  switch (mapping?.mode) {
    case undefined:
      return typePrefix + type;
    case "prefix":
      return mapping.prefix + type;
    case "fixed":
      return mapping.type;
    case "template":
      return mapping.template.replaceAll("{provider}", () => id).replaceAll("{type}", () => type);
  }
}

/** Letters, digits, `_ : / -` in segments joined by single dots, at most 128; empty when nothing is left. */
export function fitTypeName(text: string): string {
  return text
    .replaceAll(/[^A-Za-z0-9_:/.-]+/g, "_")
    .slice(0, MAX_EVENT_TYPE_LENGTH)
    .split(".")
    .filter((segment) => segment !== "")
    .join(".");
}
