import { count } from "~/primitives/numbers.ts";

const letters = (n: number) => (n === 1 ? "1 dead letter stops it" : `${count(n)} dead letters stop it`);

const behind = (n: number, exact: boolean) => {
  if (!exact) return `${count(n)} or more wait behind`;
  if (n === 0) return "nothing waits behind";
  return `${count(n)} ${n === 1 ? "waits" : "wait"} behind`;
};

const goesOut = (letters: number, waiting: number) => {
  if (letters > 1) return "What waits behind it goes out then, up to the lane's next dead letter.";
  if (waiting === 0) return "Nothing waits behind it; what comes next goes out.";
  return "What waits behind it goes out then, and that cannot be taken back.";
};

/** Lanes of an order that dead letters stop. */
export const lanes = {
  title: "Blocked lanes",
  list: "Lanes that dead letters stop",
  explained: "What waits behind a dead letter goes out when that is retried with success, or discarded.",
  none: "Nothing is blocked.",
  skips: "Nothing is blocked: those behind a dead letter go on.",
  key: {
    whole: "The whole order",
    missing: (path: string) => `Without ${path}`,
    hashed: "A value too long to be kept",
    empty: "An empty text",
  },
  since: "Blocked",
  stops: (n: number, waiting: number, exact: boolean) => `${letters(n)}, ${behind(waiting, exact)}`,
  show: "Show",
  showOf: (lane: string) => `Show the dead letter that stops ${lane}`,
  retry: "Retry",
  retryOf: (lane: string) => `Retry the dead letter that stops ${lane}`,
  discard: "Discard",
  discardOf: (lane: string) => `Discard the dead letter that stops ${lane}`,
  discardTitle: "Discard this dead letter?",
  discardExplained: (lane: string, letters: number, waiting: number) =>
    `It stops the lane “${lane}”, and is not sent any more. ${goesOut(letters, waiting)}`,
  more: "Show more",

  /** On the page of a delivery that waits. */
  waits: {
    whole: "A dead letter stops everything that comes behind it.",
    some: "Dead letters stop lanes of this integration; this one may wait in such a lane.",
    toLetter: "Show the dead letter",
    toLanes: "Show the blocked lanes",
  },
};
