import { text } from "~/text/index.ts";
import type { Connector, Source } from "./source-queries.ts";

const words = text.sources.mapping;

export type Mapping = Source["eventType"];
export type MappingMode = "manifest" | "prefix" | "template" | "fixed";

/** As it is edited: each mode keeps its text while one looks at the others. */
export interface MappingDraft {
  readonly mode: MappingMode;
  readonly prefix: string;
  readonly template: string;
  readonly type: string;
}

export function mappingDraft(mapping: Mapping, connector: Pick<Connector, "typePrefix">): MappingDraft {
  const empty = {
    mode: "manifest" as const,
    prefix: connector.typePrefix,
    template: "{provider}.{type}",
    type: "",
  };
  return mapping === null ? empty : { ...empty, ...mapping };
}

export function mappingOf({ mode, prefix, template, type }: MappingDraft): Mapping {
  switch (mode) {
    case "manifest":
      return null;
    case "prefix":
      return { mode, prefix };
    case "template":
      return { mode, template };
    case "fixed":
      return { mode, type };
  }
}

/** One line about it, for who only reads. */
export function mappingText(mapping: Mapping, { typePrefix }: Pick<Connector, "typePrefix">): string {
  if (mapping === null) return `${typePrefix}*`;
  if (mapping.mode === "fixed") return mapping.type;
  return mapping.mode === "prefix" ? `${mapping.prefix}*` : mapping.template;
}

export const MAPPING_MODES = (Object.keys(words.modes) as MappingMode[]).map((value) => ({
  value,
  label: words.modes[value],
}));
