import { formatDate, formatProblem, ISO_FORMAT } from "./format-date.ts";
import { asNumber, asText, NUMBER, type Pipe, type PipeArgument, TEXT } from "./pipe.ts";
import { readDate, shiftDate, unitProblem } from "./shift-date.ts";
import { TemplateFault } from "./template-fault.ts";
import { zoneProblem } from "./zoned-time.ts";

export const FORMAT: PipeArgument = { ...TEXT("format"), problem: (value) => formatProblem(String(value)) };
export const ZONE: PipeArgument = {
  ...TEXT("zone"),
  optional: true,
  problem: (value) => zoneProblem(String(value)),
};
export const UNIT: PipeArgument = { ...TEXT("unit"), problem: (value) => unitProblem(String(value)) };

export const DATE_PIPES: Readonly<Record<string, Pipe>> = {
  date: {
    args: [{ ...FORMAT, optional: true }, ZONE],
    help: "A date (RFC 3339 text or epoch milliseconds) in another format and time zone",
    apply: (value, [format = ISO_FORMAT, zone = "UTC"]) =>
      formatDate(asDate(value), asText(format), asText(zone)),
  },
  dateAdd: {
    args: [NUMBER("amount"), UNIT],
    help: "A later date, or an earlier one",
    apply: (value, [amount, unit]) =>
      new Date(shiftDate(asDate(value), asNumber(amount), asText(unit))).toISOString(),
  },
};

function asDate(value: unknown): number {
  const time = readDate(value);
  if (time === null)
    throw new TemplateFault(
      "A date is needed here: RFC 3339 text such as 2026-01-31T12:00:00Z, or epoch milliseconds.",
    );
  return time;
}
