import { bodyText, editorText, readJson } from "~/features/connect/json-text.ts";
import type { EventType } from "./event-type-queries.ts";

export type Mode = "OFF" | NonNullable<EventType["validation"]>;
export const MODES = ["OFF", "LAX", "STRICT", "TRANSFORM"] as const satisfies readonly Mode[];

/** A type as it is edited. */
export interface TypeDraft {
  readonly description: string;
  readonly schema: string;
  readonly example: string;
  readonly mode: Mode;
}

export function typeDraft(type: EventType): TypeDraft {
  return {
    description: type.description,
    schema: editorText(type.schema),
    example: editorText(type.example),
    mode: type.validation ?? "OFF",
  };
}

export function isChanged(type: EventType, draft: TypeDraft): boolean {
  return JSON.stringify(typeDraft(type)) !== JSON.stringify(draft);
}

/** Null while something in it is no JSON. Numbers keep their digits. */
export function typeBody(draft: TypeDraft, name?: string): string | null {
  const schema = readJson(draft.schema);
  const example = readJson(draft.example);
  if (schema.kind === "broken" || example.kind === "broken") return null;
  return bodyText(
    {
      name,
      description: draft.description,
      validation: draft.mode === "OFF" ? null : draft.mode,
    },
    {
      schema: schema.kind === "json" ? schema.text : "null",
      example: example.kind === "json" ? example.text : "null",
    },
  );
}
