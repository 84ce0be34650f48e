import type { EventType } from "#domain/catalogue/event-type-definition";
import type { EventTypeInput } from "#services/save-event-type";
import { toIso } from "./moment.ts";

/** Schema and example are kept as text: what a tenant wrote is not looked into before somebody needs it. */
export function presentEventType(type: EventType) {
  return {
    name: type.name,
    description: type.description,
    schema: parse(type.schema),
    validation: type.validation,
    example: parse(type.example),
    source: type.source,
    archived: type.archived,
    createdAt: toIso(type.createdAt),
    updatedAt: toIso(type.updatedAt),
  };
}

/** What was left out stays `undefined`; null takes a schema or an example away. */
export function readEventType(body: {
  readonly description?: string | undefined;
  readonly schema?: unknown;
  readonly validation?: EventTypeInput["validation"];
  readonly example?: unknown;
}): EventTypeInput {
  const { description, validation } = body;
  return { description, schema: print(body.schema), validation, example: print(body.example) };
}

function parse(text: string | null): unknown {
  return text === null ? null : (JSON.parse(text) as unknown);
}

function print(value: unknown): string | null | undefined {
  return value === undefined || value === null ? value : JSON.stringify(value);
}
