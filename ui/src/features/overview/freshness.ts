import type { Overview, OverviewWindow } from "./use-overview.ts";

/** Three answers that did not come. */
const OLD_AFTER_MS = 15_000;

interface Shown {
  readonly shown: Pick<Overview, "window"> | undefined;
  readonly chosen: OverviewWindow;
  readonly answeredAt: number;
  readonly isFailing: boolean;
}

/** Whether what is shown is of another range than the one that was chosen. */
export function isOfOtherRange({ shown, chosen }: Pick<Shown, "shown" | "chosen">): boolean {
  return shown !== undefined && shown.window !== chosen;
}

/** Only figures of the chosen range, with nothing gone wrong since, are live. */
export function isLive(figures: Shown, nowMs: number): boolean {
  const { shown, answeredAt, isFailing } = figures;
  return shown !== undefined && !isOfOtherRange(figures) && !isFailing && nowMs - answeredAt < OLD_AFTER_MS;
}
