import { TemplateFault } from "./template-fault.ts";
import { type ZonedTime, zonedTime } from "./zoned-time.ts";

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

type Field = (time: ZonedTime) => string;
const two = (value: number) => String(value).padStart(2, "0");
const hour12 = ({ hour }: ZonedTime) => (hour % 12 === 0 ? 12 : hour % 12);

/** The letters of a format, as Unicode TR35 names them. */
const FIELDS: Readonly<Record<string, Field>> = {
  yyyy: ({ year }) => String(year).padStart(4, "0"),
  yy: ({ year }) => two(year % 100),
  MMMM: ({ month }) => MONTHS[month - 1] ?? "",
  MMM: ({ month }) => (MONTHS[month - 1] ?? "").slice(0, 3),
  MM: ({ month }) => two(month),
  M: ({ month }) => String(month),
  dd: ({ day }) => two(day),
  d: ({ day }) => String(day),
  EEEE: ({ weekday }) => WEEKDAYS[weekday] ?? "",
  EEE: ({ weekday }) => (WEEKDAYS[weekday] ?? "").slice(0, 3),
  HH: ({ hour }) => two(hour),
  H: ({ hour }) => String(hour),
  hh: (time) => two(hour12(time)),
  h: (time) => String(hour12(time)),
  a: ({ hour }) => (hour < 12 ? "AM" : "PM"),
  mm: ({ minute }) => two(minute),
  ss: ({ second }) => two(second),
  SSS: ({ millisecond }) => String(millisecond).padStart(3, "0"),
  XXX: ({ offsetMinutes }) => (offsetMinutes === 0 ? "Z" : offsetText(offsetMinutes)),
};

export const ISO_FORMAT = "iso";

/** `iso`, `epoch` (milliseconds) and `unix` (seconds) stand for themselves; the last two make numbers. */
export function formatDate(atMs: number, format: string, zone: string): string | number {
  if (format === "epoch") return atMs;
  if (format === "unix") return Math.floor(atMs / 1000);
  if (format === ISO_FORMAT && zone === "UTC") return new Date(atMs).toISOString();
  const time = zonedTime(atMs, zone);
  return readFormat(format === ISO_FORMAT ? "yyyy-MM-dd'T'HH:mm:ss.SSSXXX" : format)
    .map((part) => (typeof part === "string" ? part : part(time)))
    .join("");
}

/** Null when it is a format. */
export function formatProblem(format: string): string | null {
  if (format === "epoch" || format === "unix" || format === ISO_FORMAT) return null;
  try {
    readFormat(format);
    return null;
  } catch (error) {
    if (error instanceof TemplateFault) return error.message;
    throw error;
  }
}

const MAX_FORMAT_LENGTH = 100;

/** Letters are fields, everything else is itself; `'…'` quotes letters and `''` is an apostrophe. */
function readFormat(format: string): readonly (string | Field)[] {
  if (format.length > MAX_FORMAT_LENGTH)
    throw new TemplateFault(`A date format has at most ${MAX_FORMAT_LENGTH} characters.`);
  const parts: (string | Field)[] = [];
  for (const [run] of format.matchAll(/'[^']*'?|([A-Za-z])\1*|[^A-Za-z']+/g)) {
    if (run.startsWith("'"))
      parts.push(run === "''" ? "'" : run.slice(1, run.endsWith("'") ? -1 : undefined));
    else if (/^[A-Za-z]/.test(run)) parts.push(fieldOf(run));
    else parts.push(run);
  }
  return parts;
}

function fieldOf(letters: string): Field {
  const field = Object.hasOwn(FIELDS, letters) ? FIELDS[letters] : undefined;
  if (field !== undefined) return field;
  const known = Object.keys(FIELDS).join(", ");
  throw new TemplateFault(
    `${letters} is not a part of a date format. Use ${known}, or quote it: '${letters}'.`,
  );
}

function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
