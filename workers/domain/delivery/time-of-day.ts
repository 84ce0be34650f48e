/**
 * Wall-clock times of a time zone as instants, by the zone data of `Intl`. Instants are epoch
 * milliseconds. A "wall" number is what the clock on the wall shows, written as if it were UTC.
 */

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Minutes after midnight for "HH:MM" from "00:00" to "24:00"; null for anything else. */
export function parseTimeOfDay(text: string): number | null {
  const match = /^(\d{2}):(\d{2})$/.exec(text);
  if (match === null) return null;
  const minutes = Number(match[1]) * 60 + Number(match[2]);
  return Number(match[2]) < 60 && minutes <= 24 * 60 ? minutes : null;
}

/** Does this runtime know the IANA zone? */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/**
 * The instant from which on the wall clock never again shows an earlier time than `time`, on the local day
 * of `instant`. On an ordinary day that is simply `time`. Where the clock jumps over `time`, it is
 * the jump. Where the clock goes back over `time`, it is the second pass, so "until 02:30" lasts until
 * 02:30 is really over. "24:00" is the end of the local day, whether that day has 23, 24 or 25 hours.
 *
 * @throws RangeError for a malformed time or an unknown zone; both are refused when a policy is saved.
 */
export function timeOfDayInstant(instant: number, time: string, timeZone: string): number {
  const minutes = parseTimeOfDay(time);
  if (minutes === null) throw new RangeError(`not a time of day: ${time}`);
  const offsetAt = zoneOffset(timeZone);
  const localMidnight = Math.floor((instant + offsetAt(instant)) / DAY_MS) * DAY_MS;
  return lastPass(localMidnight + minutes * MINUTE_MS, offsetAt);
}

/** Solve "the wall shows `wall`" where at most one change of the clock lies within a day of it. */
function lastPass(wall: number, offsetAt: (instant: number) => number): number {
  // No zone is more than 14 hours from UTC, so the answer lies between these two instants.
  const before = offsetAt(wall - DAY_MS);
  const after = offsetAt(wall + DAY_MS);
  if (before === after) return wall - before;
  const change = findChange(wall - DAY_MS, wall + DAY_MS, offsetAt);
  const wallAfterChange = change + after;
  return wallAfterChange < wall ? wall - after : Math.min(change, wall - before);
}

/** The first instant in (low, high] with the offset of `high`, by halving. */
function findChange(low: number, high: number, offsetAt: (instant: number) => number): number {
  const before = offsetAt(low);
  let lastOld = low;
  let firstNew = high;
  while (firstNew - lastOld > 1) {
    const middle = Math.floor((lastOld + firstNew) / 2);
    if (offsetAt(middle) === before) lastOld = middle;
    else firstNew = middle;
  }
  return firstNew;
}

/** How far the wall clock of a zone is ahead of UTC at an instant, in milliseconds. */
function zoneOffset(timeZone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23", // "h24" would show midnight as 24:00 of the wrong day
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  return (instant) => {
    const shown = new Map<string, number>();
    for (const { type, value } of format.formatToParts(instant)) shown.set(type, Number(value));
    const part = (name: string) => shown.get(name) ?? 0;
    const wall = Date.UTC(
      part("year"),
      part("month") - 1,
      part("day"),
      part("hour"),
      part("minute"),
      part("second"),
    );
    return wall - Math.floor(instant / 1_000) * 1_000;
  };
}
