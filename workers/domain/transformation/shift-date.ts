import { TemplateFault } from "./template-fault.ts";

const UNIT_MS: Readonly<Record<string, number>> = {
  millisecond: 1,
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};
const UNIT_MONTHS: Readonly<Record<string, number>> = { month: 1, year: 12 };
export const DATE_UNITS = [...Object.keys(UNIT_MS), ...Object.keys(UNIT_MONTHS)] as const;

/** What `Date` can say. */
const MAX_TIME_MS = 8_640_000_000_000_000;

/**
 * A moment plus so many units, which may be negative. Days are 24 hours; months keep the day where the month has it and
 * take its last one otherwise, in UTC.
 */
export function shiftDate(atMs: number, amount: number, unit: string): number {
  const name = singular(unit);
  const ms = UNIT_MS[name];
  const months = UNIT_MONTHS[name];
  if (ms === undefined && months === undefined) throw new TemplateFault(unitProblem(unit) ?? "");
  const shifted =
    ms === undefined ? addMonths(atMs, Math.trunc(amount) * (months ?? 0)) : atMs + Math.trunc(amount * ms);
  if (!(Math.abs(shifted) <= MAX_TIME_MS)) throw new TemplateFault("The date is too far away.");
  return shifted;
}

/** Null when there is such a unit, in the singular or the plural. */
export function unitProblem(unit: string): string | null {
  const known = (DATE_UNITS as readonly string[]).includes(singular(unit));
  return known ? null : `${JSON.stringify(unit.slice(0, 40))} is not a unit. Use ${DATE_UNITS.join(", ")}.`;
}

/**
 * Epoch milliseconds of what a payload calls a date: RFC 3339 text, a date alone, or a number of milliseconds. Null for
 * everything else: what engines guess of other texts differs between them.
 */
export function readDate(value: unknown): number | null {
  if (typeof value === "number") return Math.abs(value) <= MAX_TIME_MS ? Math.trunc(value) : null;
  if (typeof value !== "string" || !RFC_3339.test(value)) return null;
  const zoned = /[Tt ]/.test(value) && !/([Zz]|[+-]\d{2}:?\d{2})$/.test(value) ? `${value}Z` : value;
  const time = Date.parse(zoned.replace(" ", "T"));
  return Number.isNaN(time) ? null : time;
}

const RFC_3339 = /^\d{4}-\d{2}-\d{2}([Tt ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?([Zz]|[+-]\d{2}:?\d{2})?)?$/;

function addMonths(atMs: number, months: number): number {
  const date = new Date(atMs);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, lastDay));
  return date.getTime();
}

function singular(unit: string): string {
  return unit.endsWith("s") ? unit.slice(0, -1) : unit;
}
