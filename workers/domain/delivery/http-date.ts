const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const CLOCK = "(?<hour>\\d{2}):(?<minute>\\d{2}):(?<second>\\d{2})";
const SHORT_DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
const LONG_DAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day";
const MONTH = `(?<month>${MONTHS.join("|")})`;

/** `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`. */
const FORMS = [
  new RegExp(`^${SHORT_DAY}, (?<day>\\d{2}) ${MONTH} (?<year>\\d{4}) ${CLOCK} GMT$`),
  new RegExp(`^${LONG_DAY}, (?<day>\\d{2})-${MONTH}-(?<year>\\d{2}) ${CLOCK} GMT$`),
  new RegExp(`^${SHORT_DAY} ${MONTH} (?<day>\\d{2}| \\d) ${CLOCK} (?<year>\\d{4})$`),
];

/**
 * An HTTP-date as epoch milliseconds, in the three forms a recipient must read (RFC 9110, section 5.6.7).
 * Null when it is none of them. A weekday that does not fit the date is let pass: the date says enough.
 *
 * @param now decides the century of the two-digit year: more than 50 years ahead means the past
 */
export function parseHttpDate(text: string, now: number): number | null {
  for (const form of FORMS) {
    const groups = form.exec(text)?.groups;
    if (groups === undefined) continue;
    const field = (name: string) => Number(groups[name]);
    const isShortYear = groups.year?.length === 2;
    const month = MONTHS.indexOf(groups.month ?? "");
    const toInstant = (year: number) =>
      instantOf(year, month, field("day"), field("hour"), field("minute"), field("second"));
    return isShortYear ? inNearestCentury(field("year"), now, toInstant) : toInstant(field("year"));
  }
  return null;
}

function inNearestCentury(shortYear: number, now: number, toInstant: (year: number) => number | null) {
  const thisYear = new Date(now).getUTCFullYear();
  const century = Math.floor(thisYear / 100) * 100;
  const horizon = new Date(now).setUTCFullYear(thisYear + 50);
  // The latest reading that is not more than 50 years ahead.
  for (const year of [century + 100 + shortYear, century + shortYear]) {
    const instant = toInstant(year);
    if (instant !== null && instant <= horizon) return instant;
  }
  return toInstant(century - 100 + shortYear);
}

function instantOf(year: number, month: number, day: number, hour: number, minute: number, second: number) {
  // 60 is a leap second, which the grammar allows.
  if (hour > 23 || minute > 59 || second > 60) return null;
  const midnight = new Date(0);
  midnight.setUTCFullYear(year, month, day); // Date.UTC would read the year 0094 as 1994
  // `Date` turns 31 February into 3 March; a date that is not on the calendar is malformed.
  if (midnight.getUTCDate() !== day) return null;
  return midnight.getTime() + ((hour * 60 + minute) * 60 + second) * 1_000;
}
