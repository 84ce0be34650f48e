import type { Configurations } from "#domain/ports";
import { Problem } from "#domain/problem";
import type { ValidationRecords } from "#domain/validation/ports";

interface Services {
  readonly configurations: Configurations;
  readonly validationRecords: ValidationRecords;
}

export interface ValidationRate {
  readonly subject: { readonly kind: "integration" | "event_type"; readonly id: string };
  readonly name: string;
  readonly checked: number;
  readonly failed: number;
}

/** Everything that has a schema and met payloads in the span, the highest rate of failures first. */
export async function listValidationRates(
  { configurations, validationRecords }: Services,
  orgId: string,
  withIntegrations: boolean,
  from: number,
  to: number,
): Promise<readonly ValidationRate[]> {
  const config = await configurations.load(orgId, 0);
  if (config === null) throw new Problem("not_found", "There is no such organization any more.");
  const types = [...config.enforcedTypes.keys()].map((name) => ({
    counted: `type:${name}`,
    subject: { kind: "event_type" as const, id: name },
    name,
  }));
  const integrations = config.integrations
    .filter(({ settings }) => settings.validation !== null)
    .map(({ id, name }) => ({ counted: id, subject: { kind: "integration" as const, id }, name }));
  const known = new Map(
    [...types, ...(withIntegrations ? integrations : [])].map(({ counted, ...rest }) => [counted, rest]),
  );
  if (known.size === 0) return [];
  const sums = await validationRecords.sums(orgId, [...known.keys()], from, to);
  return sums
    .flatMap(({ subject, checked, failed }): ValidationRate[] => {
      const named = known.get(subject);
      return named === undefined || checked === 0 ? [] : [{ ...named, checked, failed }];
    })
    .toSorted((a, b) => b.failed / b.checked - a.failed / a.checked || b.checked - a.checked);
}
