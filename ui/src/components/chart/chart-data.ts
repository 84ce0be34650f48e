export interface Series {
  readonly label: string;
  /** A colour of the theme: "good", "bad", "accent" … */
  readonly color: "accent" | "good" | "warn" | "bad" | "info" | "faint";
  readonly values: readonly (number | null)[];
  /** Bars that stand on each other in place of a line. */
  readonly stacked?: boolean;
}

export interface TimeChartProps {
  readonly label: string;
  /** Epoch milliseconds, one for every value: of a bar, when its span begins. */
  readonly times: readonly number[];
  readonly series: readonly Series[];
  readonly format?: (value: number) => string;
  readonly heightPx?: number;
  /** How long the span of one bar is; the distance of the first two when it is left out. */
  readonly spanMs?: number;
  /** What a click on a span, or Enter, does. */
  readonly onChoose?: (index: number) => void;
}

type Drawn = Pick<TimeChartProps, "times" | "series" | "spanMs">;

export function isStacked({ series }: Drawn): boolean {
  return series.some(({ stacked }) => stacked === true);
}

/** A bar is as wide as its span; a point of a line has none. */
export function spanOf(drawn: Drawn): number {
  if (!isStacked(drawn)) return 0;
  const [first, second] = drawn.times;
  return drawn.spanMs ?? (first === undefined || second === undefined ? 60_000 : second - first);
}

/** What uPlot draws: seconds, then the series, the stacked ones on each other's shoulders. */
export function plotted({ times, series }: Drawn): (number | null)[][] {
  // The first of a stack stands on all that follow it and is drawn first, so that those cover its foot.
  let below = times.map(() => 0);
  const drawn = series.toReversed().map(({ values, stacked }) => {
    if (stacked !== true) return [...values];
    below = below.map((height, index) => height + (values[index] ?? 0));
    return below;
  });
  return [times.map((time) => time / 1_000), ...drawn.toReversed()];
}

/** The bar that a moment lies in, or the point that is nearest to it; null where there is nothing. */
export function indexAt(drawn: Drawn, timeMs: number): number | null {
  const { times } = drawn;
  if (times.length === 0) return null;
  if (isStacked(drawn)) {
    const index = times.findLastIndex((time) => time <= timeMs);
    return index === -1 ? 0 : index;
  }
  let nearest = 0;
  for (const [index, time] of times.entries()) {
    if (Math.abs(time - timeMs) < Math.abs((times[nearest] ?? 0) - timeMs)) nearest = index;
  }
  return nearest;
}

/** Where an arrow key leads from a chosen value; null when the key leads nowhere. */
export function stepTo(key: string, chosen: number | null, length: number): number | null {
  const last = length - 1;
  switch (key) {
    case "ArrowLeft":
    case "ArrowDown":
      return Math.max(0, (chosen ?? length) - 1);
    case "ArrowRight":
    case "ArrowUp":
      return Math.min(last, (chosen ?? last) + 1);
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return null;
  }
}
