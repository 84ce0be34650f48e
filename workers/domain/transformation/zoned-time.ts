import { TemplateFault } from "./template-fault.ts";

/** The parts of a moment on the clocks of one time zone. */
export interface ZonedTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** East of UTC. */
  readonly offsetMinutes: number;
}

const MAX_ZONES = 200;
const formatters = new Map<string, Intl.DateTimeFormat>();

/** @throws TemplateFault for a zone that does not exist */
export function zonedTime(atMs: number, zone: string): ZonedTime {
  const offsetMinutes = zone === "UTC" ? 0 : offsetOf(atMs, zone);
  const local = new Date(atMs + offsetMinutes * 60_000);
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    second: local.getUTCSeconds(),
    millisecond: local.getUTCMilliseconds(),
    weekday: local.getUTCDay(),
    offsetMinutes,
  };
}

/** Null when there is such a zone. */
export function zoneProblem(zone: string): string | null {
  try {
    formatterOf(zone);
    return null;
  } catch {
    return `${JSON.stringify(zone.slice(0, 60))} is not a time zone. Use a name such as Europe/Berlin, or UTC.`;
  }
}

function offsetOf(atMs: number, zone: string): number {
  const problem = zoneProblem(zone);
  if (problem !== null) throw new TemplateFault(problem);
  const parts: Record<string, number> = {};
  for (const { type, value } of formatterOf(zone).formatToParts(atMs)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const local = Date.UTC(year, month - 1, day, hour, minute, second);
  return Math.round((local - Math.floor(atMs / 1000) * 1000) / 60_000);
}

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  // Zones have some hundred names; a tenant that makes more of them up only starts it anew.
  if (formatters.size >= MAX_ZONES) formatters.clear();
  formatters.set(zone, made);
  return made;
}
