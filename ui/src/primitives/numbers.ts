const whole = new Intl.NumberFormat("en");
const short = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

export function count(value: number): string {
  return whole.format(value);
}

/** 1.2K: for tiles and axes. */
export function compact(value: number): string {
  return short.format(value);
}

/** 99.95 %: two digits only near the ends, where they matter. */
export function percent(ratio: number): string {
  const value = ratio * 100;
  const digits = value > 99 && value < 100 ? 2 : value >= 10 || value === 0 ? 1 : 2;
  return `${Number(value.toFixed(digits))} %`;
}

export function bytes(size: number): string {
  if (size < 1_024) return `${size} B`;
  if (size < 1_048_576) return `${(size / 1_024).toFixed(1)} KB`;
  return `${(size / 1_048_576).toFixed(1)} MB`;
}
