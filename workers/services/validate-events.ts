import { Problem, type ProblemDetail } from "#domain/problem";
import type { Asker } from "#domain/sandbox/fuel-account";
import type { OrganizationConfig } from "#domain/tenancy/organization-config";
import { MAX_FIELD_ERRORS } from "#domain/validation/validation-settings";
import type { PostedEvent } from "./accept-events.ts";
import { checkPayload } from "./check-payload.ts";
import type { ValidationJournal } from "./validation-journal.ts";
import type { ValidationTools } from "./validation-tools.ts";

export interface EventValidation extends ValidationTools {
  readonly validationJournal: ValidationJournal;
}

/** As much of a payload as the list of rejected events shows. */
const EXCERPT_LENGTH = 1_000;

/**
 * Hold a post's payloads against their types' schemas, where the catalogue enforces any. Answers the events as they are to be
 * taken: TRANSFORM may have changed their payloads.
 * @throws Problem 422 when one does not fit its STRICT or TRANSFORM schema, 429 when the organization's schemas rest: then
 * nothing of the post is taken.
 */
export async function validateEvents(
  tools: EventValidation,
  { orgId, enforcedTypes }: OrganizationConfig,
  posted: readonly PostedEvent[],
  correlationId: string,
): Promise<readonly PostedEvent[]> {
  const taken: PostedEvent[] = [];
  const problems: ProblemDetail[] = [];
  // A post is taken whole, so once its first payload was admitted the others are not left waiting.
  let asker: Asker = "request";
  for (const event of posted) {
    const { type } = event.envelope;
    const enforced = enforcedTypes.get(type);
    // Twenty errors are told, so whatever else is wrong would only be paid for.
    if (enforced === undefined || problems.length >= MAX_FIELD_ERRORS) {
      taken.push(event);
      continue;
    }
    const check = await checkPayload(
      tools,
      orgId,
      enforced,
      event.payloadJson,
      () => tools.schemaSources.ofEventType(orgId, type),
      asker,
    );
    if (check.kind === "postponed") throw notNow(check.detail, check.waitMs);
    if (check.kind === "passed" && !check.checked) {
      taken.push(event);
      continue;
    }
    asker = "begun";
    tools.validationJournal.count(orgId, `type:${type}`, check.errors.length > 0);
    if (check.kind === "passed") {
      taken.push({ ...event, payloadJson: check.payloadJson });
      continue;
    }
    tools.validationJournal.reject(orgId, {
      eventType: type,
      eventId: event.envelope.id,
      errors: check.errors,
      excerpt: event.payloadJson.slice(0, EXCERPT_LENGTH),
      correlationId,
    });
    for (const { pointer, message } of check.errors) {
      problems.push({ pointer: `${event.pointer}/payload${pointer}`, message });
    }
    // One that was stopped cost as much as a hundred others; a post has a thousand.
    if (check.errors.some(({ keyword }) => keyword === "limits")) break;
  }
  if (problems.length === 0) return taken;
  throw new Problem(
    "invalid_event",
    `Nothing was accepted: a payload does not fit its type's schema. GET /api/v1/event-types/{name} shows it.`,
    problems.slice(0, MAX_FIELD_ERRORS),
  );
}

function notNow(why: string, waitMs: number): Problem {
  return new Problem("rate_limited", `Nothing was accepted, send it again later. ${why}`, [], waitMs);
}
