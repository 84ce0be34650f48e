import { type EventType, findEventTypeProblems } from "#domain/catalogue/event-type-definition";
import { Problem, type ProblemDetail } from "#domain/problem";
import { isEventTypeName } from "#domain/routing/event-type-pattern";
import type { ValidationMode } from "#domain/validation/validation-settings";
import { announceChange } from "./announce-config.ts";
import { findDocumentationProblems } from "./check-documentation.ts";
import { compileSchema, prepareSchema } from "./compile-schema.ts";
import type { ConfigurationServices } from "./configuration-services.ts";

/** JSON values as text, null for none; in an update, what is left out stays. */
export interface EventTypeInput {
  readonly description?: string | undefined;
  readonly schema?: string | null | undefined;
  readonly validation?: ValidationMode | null | undefined;
  readonly example?: string | null | undefined;
}

/** A new type of the organization's own. One that is named like a template takes its place. */
export async function createEventType(
  services: ConfigurationServices,
  orgId: string,
  name: string,
  input: EventTypeInput,
): Promise<EventType> {
  const type = newEventType(name, input, "own", services.now());
  await requireUsableSchema(services, orgId, type, null);
  const change = await services.repositories.eventTypes.insert(orgId, type);
  if (change === "exists") {
    throw new Problem("conflict", `There is an event type ${name} already. Change it by PATCH.`);
  }
  if (change === "limit") {
    throw new Problem(
      "conflict",
      "The organization has as many event types, archived ones included, as it may have.",
    );
  }
  await announceChange(services, change);
  return type;
}

export interface ChangedEventType {
  readonly before: EventType;
  readonly after: EventType;
}

/** @throws Problem 404 when the organization has no such type in use; templates are changed by overriding them. */
export async function updateEventType(
  services: ConfigurationServices,
  orgId: string,
  name: string,
  input: EventTypeInput,
): Promise<ChangedEventType> {
  const current = await findEventType(services, orgId, name);
  if (current.archived || current.source === "template") throw notOwn(name);
  const type: EventType = {
    ...current,
    description: input.description ?? current.description,
    schema: input.schema === undefined ? current.schema : input.schema,
    validation: input.validation === undefined ? current.validation : input.validation,
    example: input.example === undefined ? current.example : input.example,
    updatedAt: services.now(),
  };
  check(type);
  await requireUsableSchema(services, orgId, type, current.schema);
  const change = await services.repositories.eventTypes.update(orgId, type);
  if (change === null) throw notOwn(name);
  await announceChange(services, change);
  return { before: current, after: type };
}

/** It leaves the catalogue; where a template has its name, that one counts again. */
export async function archiveEventType(
  services: ConfigurationServices,
  orgId: string,
  name: string,
): Promise<ChangedEventType> {
  const before = await services.repositories.eventTypes.find(orgId, name);
  const now = services.now();
  const change = await services.repositories.eventTypes.archive(orgId, name, now);
  if (change === null || before === null) throw notOwn(name);
  await announceChange(services, change);
  return { before, after: { ...before, archived: true, updatedAt: now } };
}

/** A template for every organization of the region. `before` is the one that it replaced. */
export async function putEventTypeTemplate(
  services: ConfigurationServices,
  name: string,
  input: EventTypeInput,
): Promise<{ readonly type: EventType; readonly before: EventType | null }> {
  const type = newEventType(name, input, "template", services.now());
  const { schema, validation } = type;
  if (schema !== null && validation !== null) {
    // Compiled to see whether it can be; each organization gets the code with its first event of the type.
    const compiled = await compileSchema(services, null, schema, validation);
    if (!compiled.ok) throw invalidType(at("/schema", compiled.problems));
  }
  return { type, before: await services.repositories.eventTypeTemplates.put(type) };
}

/** Answers the template that is gone. */
export async function removeEventTypeTemplate(
  services: ConfigurationServices,
  name: string,
): Promise<EventType> {
  const removed = await services.repositories.eventTypeTemplates.remove(name);
  if (removed === null) throw new Problem("not_found", `There is no template ${name}.`);
  return removed;
}

/** @throws Problem 404 */
export async function findEventType(
  services: ConfigurationServices,
  orgId: string,
  name: string,
): Promise<EventType> {
  const type = await services.repositories.eventTypes.find(orgId, name);
  if (type === null) {
    throw new Problem("not_found", `There is no event type ${name}. GET /api/v1/event-types lists them.`);
  }
  return type;
}

function newEventType(
  name: string,
  input: EventTypeInput,
  source: EventType["source"],
  now: number,
): EventType {
  const type: EventType = {
    name,
    description: input.description ?? "",
    schema: input.schema ?? null,
    validation: input.validation ?? null,
    example: input.example ?? null,
    source,
    archived: false,
    createdAt: now,
    updatedAt: now,
  };
  check(type);
  return type;
}

/**
 * @param before as it is stored: one that was kept as documentation is not judged again with every change beside it
 * @throws Problem 422 with pointers into the schema. Its code is stored when it compiles and is for more than reading.
 */
async function requireUsableSchema(
  services: ConfigurationServices,
  orgId: string,
  { schema, validation }: EventType,
  before: string | null,
): Promise<void> {
  if (schema === null || (validation === null && schema === before)) return;
  const problems =
    validation === null
      ? at("/schema", await findDocumentationProblems(services, orgId, schema))
      : await prepareSchema(services, orgId, schema, validation, "/schema");
  if (problems.length > 0) throw invalidType(problems);
}

function at(pointer: string, problems: readonly ProblemDetail[]): readonly ProblemDetail[] {
  return problems.map((problem) => ({ ...problem, pointer: pointer + problem.pointer }));
}

function check(type: EventType): void {
  const { name } = type;
  const problems = [
    ...(isEventTypeName(name)
      ? []
      : [
          {
            pointer: "/name",
            message:
              "A name is 1 to 128 characters such as order.created: letters, digits, _ : / - and dots.",
          },
        ]),
    ...findEventTypeProblems(type),
  ];
  if (problems.length > 0) throw invalidType(problems);
}

function invalidType(problems: readonly ProblemDetail[]): Problem {
  return new Problem("invalid_body", "Nothing was saved. Correct the members named in errors.", problems);
}

function notOwn(name: string): Problem {
  return new Problem(
    "not_found",
    `Your organization has no event type ${name} of its own. POST /api/v1/event-types makes one, also in place of a template.`,
  );
}
