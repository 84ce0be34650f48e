const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  sec: 1_000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  hour: 3_600_000,
  hours: 3_600_000,
  d: 86_400_000,
  day: 86_400_000,
  days: 86_400_000,
};

const PART = /(\d+(?:\.\d+)?)\s*([a-z]+)/gi;

/** "90 s", "1 h 30 min", "0": milliseconds; null for what is no duration. A bare number says no unit, so it is none. */
export function parseDuration(text: string): number | null {
  const trimmed = text.trim().toLowerCase();
  if (trimmed === "0") return 0;
  const parts = [...trimmed.matchAll(PART)];
  if (parts.length === 0 || trimmed.replaceAll(PART, "").trim() !== "") return null;
  let sum = 0;
  for (const [, amount, unit] of parts) {
    const unitMs = UNITS[unit ?? ""];
    if (unitMs === undefined) return null;
    sum += Number(amount) * unitMs;
  }
  return Math.round(sum);
}

const SHOWN = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1_000],
  ["ms", 1],
] as const;

/** Exactly, so that reading it back gives the same number. */
export function writeDuration(ms: number): string {
  let rest = Math.round(ms);
  const parts: string[] = [];
  for (const [unit, unitMs] of SHOWN) {
    const amount = Math.floor(rest / unitMs);
    if (amount > 0) parts.push(`${amount} ${unit}`);
    rest -= amount * unitMs;
  }
  return parts.length === 0 ? "0" : parts.join(" ");
}

/** "5 s, 5 min, 2 h"; null when one of them is no duration. */
export function parseDurations(text: string): readonly number[] | null {
  const parts = text.split(",").filter((part) => part.trim() !== "");
  const parsed = parts.map(parseDuration);
  return parsed.every((ms) => ms !== null) ? parsed : null;
}
