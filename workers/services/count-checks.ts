import { beginOfHour } from "#domain/validation/begin-of-hour";
import type { ValidationCount } from "#domain/validation/ports";
import type { Step } from "./attempt-delivery.ts";

/** Did the payload fit its integration's schema? Null when nobody looked. */
export function fitOf(steps: readonly Step[]): boolean | null {
  const step = steps.find(({ name }) => name === "validate");
  return step?.errors === undefined ? null : step.errors.length === 0;
}

interface Checked {
  readonly integrationId: string;
  /** Of a first attempt: later ones check the same payload again. */
  readonly fits: boolean | null;
}

/** A run's checks as one count per integration: that many rows are written, whatever the number of events. */
export function countChecks(outcomes: readonly Checked[], now: number): readonly ValidationCount[] {
  const hour = beginOfHour(now);
  const counts = new Map<string, ValidationCount>();
  for (const { integrationId, fits } of outcomes) {
    if (fits === null) continue;
    const { checked, failed } = counts.get(integrationId) ?? { checked: 0, failed: 0 };
    counts.set(integrationId, {
      subject: integrationId,
      hour,
      checked: checked + 1,
      failed: failed + (fits ? 0 : 1),
    });
  }
  return [...counts.values()];
}
