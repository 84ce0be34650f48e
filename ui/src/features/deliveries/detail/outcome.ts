import { text } from "~/text/index.ts";
import type { Attempt } from "../delivery-types.ts";

/** "503", "Timeout", "200": how an attempt ended, in a word. */
export function outcomeOf(attempt: Pick<Attempt, "httpStatus" | "category">): string {
  if (attempt.httpStatus !== null) return String(attempt.httpStatus);
  return attempt.category === null
    ? text.deliveries.waterfall.noAnswer
    : text.status.category[attempt.category];
}

export function toneOf(attempt: Pick<Attempt, "category">): "good" | "bad" {
  return attempt.category === null ? "good" : "bad";
}
