import { ANY_DELIVERY, type DeliveryFilter } from "#domain/operations/delivery-filter";
import { planReads } from "#domain/operations/plan-reads";
import type { DeliverySearch, DeliverySummary } from "#domain/operations/ports";
import type { BodyStore } from "#domain/ports";
import { Problem } from "#domain/problem";
import { codeKey, coerces } from "#domain/validation/code-key";
import { ReportBuilder, type ValidationReport } from "#domain/validation/validation-report";
import type { ValidationMode } from "#domain/validation/validation-settings";
import { compileSchema } from "./compile-schema.ts";
import { readSpan } from "./read-span.ts";
import type { ValidationTools } from "./validation-tools.ts";

export interface ReportServices extends ValidationTools {
  readonly deliverySearch: DeliverySearch;
  readonly bodies: BodyStore;
}

export interface ReportWish {
  readonly schemaJson: string;
  readonly mode: ValidationMode;
  /** How many events, the newest first. */
  readonly last: number;
}

export type ReportedValidation = ValidationReport & { readonly warnings: readonly string[] };

/** The platform ends a request after 30 seconds of work, and on it the clock stands still during work: so both. */
const FUEL_BUDGET = 4_000_000_000;
const TIME_BUDGET_MS = 20_000;
const ROWS_PER_PAGE = 500;
/** An event that went to twenty integrations is twenty rows. */
const MAX_PAGES = 20;
const READS_AT_ONCE = 4;

/**
 * How the newest real events would have fared under a schema that nobody has switched on yet. Nothing is written.
 * @throws Problem 422 when the schema does not compile, 429 when the organization's schemas rest
 */
export async function reportValidation(
  services: ReportServices,
  orgId: string,
  filter: Partial<DeliveryFilter>,
  { schemaJson, mode, last }: ReportWish,
): Promise<ReportedValidation> {
  const startedAt = services.now();
  const compiled = await compileSchema(services, orgId, schemaJson, mode);
  if (!compiled.ok) throw invalidSchema(compiled.problems);
  const { code, warnings } = compiled;
  const events = await newestEvents(services, orgId, { ...ANY_DELIVERY, ...filter }, last);
  const report = new ReportBuilder();
  const key = codeKey(services.sha256(schemaJson), mode);
  let fuel = 0;
  let endedEarly = false;
  const spans = planReads(events, ({ payloadAt }) => payloadAt);
  for (let next = 0; next < spans.length && !endedEarly; next += READS_AT_ONCE) {
    const read = await Promise.all(
      spans.slice(next, next + READS_AT_ONCE).map((span) => readSpan(services.bodies, span)),
    );
    for (const { item: event, text: payloadJson } of read.flat()) {
      endedEarly = fuel > FUEL_BUDGET || services.now() - startedAt > TIME_BUDGET_MS;
      if (endedEarly) break;
      if (payloadJson === null) {
        report.missing();
        continue;
      }
      const asker = fuel === 0 ? "request" : "begun";
      const check = { orgId, key, coerce: coerces(mode), payloadJson, asker } as const;
      const verdict = await services.schemaCage.check(check, async () => code);
      if (verdict.kind === "resting") {
        if (fuel === 0) throw new Problem("rate_limited", verdict.message, [], verdict.retryAfterMs);
        endedEarly = true;
        break;
      }
      fuel += verdict.fuelUsed;
      report.add(event.eventId, verdict);
    }
  }
  return { ...report.build(events.length, endedEarly), warnings };
}

export function invalidSchema(problems: readonly { pointer: string; message: string }[]): Problem {
  return new Problem(
    "invalid_body",
    "The schema does not compile. Correct what is named in errors and send again.",
    problems.map(({ pointer, message }) => ({ pointer: `/schema${pointer}`, message })),
  );
}

async function newestEvents(
  { deliverySearch }: ReportServices,
  orgId: string,
  filter: DeliveryFilter,
  last: number,
): Promise<readonly DeliverySummary[]> {
  const events = new Map<string, DeliverySummary>();
  let after: string | null = null;
  for (let page = 0; page < MAX_PAGES && events.size < last; page++) {
    const request = { after, limit: Math.min(ROWS_PER_PAGE, last), order: "newest" } as const;
    const { rows, next } = await deliverySearch.page(orgId, filter, request);
    for (const row of rows) {
      if (events.size < last && !events.has(row.eventId)) events.set(row.eventId, row);
    }
    if (next === null) break;
    after = next;
  }
  return [...events.values()];
}
