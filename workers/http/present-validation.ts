import { Problem } from "#domain/problem";
import type { JudgedPayload } from "#domain/validation/judge-payload";
import type { RejectedEvent, ValidationCount } from "#domain/validation/ports";
import type { ReportedValidation } from "#services/report-validation";
import { toIso } from "./moment.ts";

const DAY_MS = 86_400_000;
const MAX_SPAN_MS = 31 * DAY_MS;

interface Span {
  readonly from: number;
  readonly to: number;
}

/** @throws Problem 400 for a longer span than one answer holds. */
export function readMetricsSpan(
  { from, to }: { readonly from?: number | undefined; readonly to?: number | undefined },
  now: number,
): Span {
  const end = to ?? Math.max(now, from ?? 0);
  const span = { from: from ?? end - DAY_MS, to: end };
  if (span.to - span.from <= MAX_SPAN_MS) return span;
  const message = "At most 31 days at once.";
  throw new Problem("malformed_request", message, [{ parameter: "from", message }]);
}

export function presentMetrics(counts: readonly Omit<ValidationCount, "subject">[]) {
  const checked = counts.reduce((sum, count) => sum + count.checked, 0);
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  return {
    checked,
    failed,
    failureRate: checked === 0 ? null : failed / checked,
    hours: counts.map((count) => ({
      hour: toIso(count.hour),
      checked: count.checked,
      failed: count.failed,
    })),
  };
}

export function presentReport(report: ReportedValidation) {
  return {
    ...report,
    warnings: [...report.warnings],
    failures: [...report.failures],
    examples: report.examples.map(({ eventId, errors }) => ({ eventId, errors: [...errors] })),
  };
}

/** @param given the payload as it was sent, to tell whether it was changed */
export function presentCheck(check: JudgedPayload, given: string) {
  const errors = [...check.errors];
  const shown = { fits: errors.length === 0, accepted: check.kind === "passed", errors };
  if (check.kind === "refused" || check.payloadJson === given) return shown;
  return { ...shown, changed: JSON.parse(check.payloadJson) as unknown };
}

export function presentRejected(event: RejectedEvent) {
  return { ...event, at: toIso(event.at), errors: [...event.errors] };
}
