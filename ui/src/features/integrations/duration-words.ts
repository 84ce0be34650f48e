import { text } from "~/text/index.ts";
import { writeDuration } from "./parse-duration.ts";

const MILLISECONDS = /whole milliseconds from (\d+) to (\d+)/;

/** The gateway counts in milliseconds; whoever typed "400 d" is told in units, too. */
export function inUnits(message: string): string {
  const found = MILLISECONDS.exec(message);
  if (found === null) return message;
  const [lowest, highest] = found.slice(1).map((ms) => writeDuration(Number(ms)));
  return text.integrations.duration.between(lowest ?? "", highest ?? "");
}
