import { FORMAT, UNIT, ZONE } from "./date-pipes.ts";
import { formatDate, ISO_FORMAT } from "./format-date.ts";
import { asNumber, asText, NUMBER, type PipeArgument } from "./pipe.ts";
import { shiftDate } from "./shift-date.ts";

/** `name(arg, arg)`. `now` is the scope's clock: for a delivery the moment its event was accepted. */
export interface TemplateFunction {
  readonly args: readonly PipeArgument[];
  readonly help: string;
  readonly apply: (args: readonly unknown[], now: number) => unknown;
}

const OPTIONAL_FORMAT: PipeArgument = { ...FORMAT, optional: true };

export const FUNCTIONS: ReadonlyMap<string, TemplateFunction> = new Map(
  Object.entries({
    "date.today": {
      args: [ZONE],
      help: "The day, as 2026-01-31",
      apply: ([zone = "UTC"]: readonly unknown[], now: number) => formatDate(now, "yyyy-MM-dd", asText(zone)),
    },
    "date.now": {
      args: [OPTIONAL_FORMAT, ZONE],
      help: "The moment, as RFC 3339 or in a format",
      apply: ([format = ISO_FORMAT, zone = "UTC"]: readonly unknown[], now: number) =>
        formatDate(now, asText(format), asText(zone)),
    },
    "date.add": {
      args: [NUMBER("amount"), UNIT, OPTIONAL_FORMAT, ZONE],
      help: "So much later than now, or earlier",
      apply: ([amount, unit, format = ISO_FORMAT, zone = "UTC"]: readonly unknown[], now: number) =>
        formatDate(shiftDate(now, asNumber(amount), asText(unit)), asText(format), asText(zone)),
    },
  }),
);
