import { count } from "~/primitives/numbers.ts";

const letters = (n: number) => `${count(n)} ${n === 1 ? "dead letter" : "dead letters"}`;

export const deadLetters = {
  title: "Dead letters",
  description:
    "What was given up. Mend the cause, then send it again; or discard what nobody wants any more.",

  summary: {
    label: "By category and error",
    total: (n: string, oldest: string) => `${n} in all, the oldest ${oldest}`,
    atLeast: (n: string) => `at least ${n}`,
    count: letters,
    times: (n: number) => `${count(n)} ×`,
    ofNewest: (n: number) => `Errors of the newest ${count(n)}`,
    doThis: "What to do",
    show: "Show these",
    shown: "Shown below",
    showError: (error: string) => `Show only: ${error}`,
    retry: "Retry",
    discard: "Discard",
    retryAll: (category: string) => `Retry all of ${category}`,
    discardAll: (category: string) => `Discard all of ${category}`,
    unknown: "No detail",
    errorsUnread: "Its errors could not be read.",
  },

  list: {
    title: "The dead letters",
    retryMatching: "Retry all that match",
    discardMatching: "Discard all that match",
    retryAll: "Retry all",
    discardAll: "Discard all",
    retryOne: (event: string) => `Retry ${event}`,
    discardOne: (event: string) => `Discard ${event}`,
    refresh: "Newer ones may have come",
  },
  choice: {
    bar: "What to do with those that are chosen",
    column: "Chosen",
    one: (event: string) => `Choose ${event}`,
    all: "Choose all that are listed",
    key: "Choose the row, or not",
    chosen: (n: number) => `${letters(n)} chosen`,
    tooMany: (most: number) => `No more than ${count(most)} at once. Narrow the list down instead.`,
    retry: "Retry these",
    discard: "Discard these",
    clear: "Choose none",
  },
  column: {
    event: "Event",
    integration: "Integration",
    error: "Error",
    attempts: "Attempts",
    given: "Given up",
    actions: "Actions",
  },

  emptyTitle: "No dead letters",
  emptyHint:
    "What could not be delivered after its last attempt comes here, with the reason and what to do about it.",
  audit: "Audit log",
};
