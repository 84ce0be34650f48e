import { count } from "~/primitives/numbers.ts";

const deliveries = (n: number) => `${count(n)} ${n === 1 ? "delivery" : "deliveries"}`;
const deadLetters = (n: number) => `${count(n)} ${n === 1 ? "dead letter" : "dead letters"}`;

export const jobs = {
  title: "Operations",
  description: "Everything that is done to many deliveries at once: how far it is, and how to take it back.",
  kind: {
    retry_dead_letters: "Retry of dead letters",
    discard_dead_letters: "Discard of dead letters",
    recover_failed: "Recovery",
    replay_deliveries: "Replay",
    deliver_missed: "Backfill",
    cancel_waiting: "Calling off",
    undo_job: "Undo",
  },
  status: { running: "Running", completed: "Completed", cancelled: "Cancelled", failed: "Failed" },

  cancel: "Stop",

  bulk: {
    title: {
      retry_dead_letters: "Retry dead letters",
      discard_dead_letters: "Discard dead letters",
      recover_failed: "Recover what failed",
      replay_deliveries: "Replay deliveries",
      deliver_missed: "Send what it missed",
      cancel_waiting: "Call off what waits",
    },
    explained: {
      retry_dead_letters:
        "Each is sent again and gets its whole retry policy anew. What fails or comes in after the start is not part of it.",
      discard_dead_letters:
        "They are closed and not sent any more; automatic retries are called off. They stay in the log, and for 24 hours this can be taken back.",
      recover_failed:
        "Dead letters, and what would wait for a late retry, go out again now. What a circuit or a credential holds is left alone.",
      replay_deliveries:
        "Each is sent again, whether it arrived or not. Receivers see the same event id, so they can tell.",
      deliver_missed:
        "Events from before this integration was there, or while it was off, go to it as it is set up now. Nothing is sent twice.",
      cancel_waiting:
        "Held deliveries and those between attempts are ended without being sent. For 24 hours this can be taken back.",
    },
    confirm: {
      retry_dead_letters: (n: number) => `Retry ${deadLetters(n)}`,
      discard_dead_letters: (n: number) => `Discard ${deadLetters(n)}`,
      recover_failed: (n: number) => `Recover ${deliveries(n)}`,
      replay_deliveries: (n: number) => `Replay ${deliveries(n)}`,
      deliver_missed: (n: number) => `Send ${deliveries(n)}`,
      cancel_waiting: (n: number) => `Call off ${deliveries(n)}`,
    },
    confirmUncounted: "Start",
    counting: "Counting what this is about …",
    counted: {
      retry_dead_letters: (n: string, one: boolean) =>
        `${n} ${one ? "dead letter matches" : "dead letters match"}.`,
      discard_dead_letters: (n: string, one: boolean) =>
        `${n} ${one ? "dead letter matches" : "dead letters match"}.`,
      recover_failed: (n: string, one: boolean) =>
        `${n} ${one ? "delivery is" : "deliveries are"} to be recovered.`,
      replay_deliveries: (n: string, one: boolean) =>
        `${n} ${one ? "delivery matches" : "deliveries match"}.`,
      deliver_missed: (n: string, one: boolean) => `${n} ${one ? "event was" : "events were"} missed.`,
      cancel_waiting: (n: string, one: boolean) => `${n} ${one ? "delivery waits" : "deliveries wait"}.`,
    },
    atLeast: (n: string) => `At least ${n}`,
    none: "Nothing matches, so there is nothing to do.",
    pace: "Pace",
    paceHint: "Deliveries per minute at most, beside the integration's own rate limit.",
    paces: { full: "As fast as it goes", custom: "Other" },
    perMinute: (n: number) => `${count(n)} a minute`,
    customPace: "Deliveries a minute",
    customPaceWrong: "A whole number from 1 to 6,000",
    takes: (time: string) => `Takes about ${time}.`,
    begun: (kind: string) => `${kind} has begun`,
  },

  follow: {
    running: (kind: string) => `${kind} is running`,
    completed: (kind: string) => `${kind} completed`,
    cancelled: (kind: string) => `${kind} was cancelled`,
    failed: (kind: string) => `${kind} failed`,
    progress: "Progress",
    left: (time: string) => `about ${time} left`,
    result: (done: number, skipped: number) =>
      skipped === 0 ? `${count(done)} done` : `${count(done)} done, ${count(skipped)} skipped`,
    show: "Show",
    lost: "Its progress could not be read. It runs on; see Operations.",
  },

  list: "Bulk operations",
  state: "State",
  anyState: "All states",
  columns: { what: "Operation", state: "State", result: "Result", begun: "Begun", undo: "Undo" },
  runningTitle: "Running",
  pastTitle: "Finished",
  none: {
    title: "No bulk operation yet",
    text: "Retrying or discarding dead letters, replaying deliveries, recovering an integration: each becomes an operation with progress, a result and an undo. Begin with the dead letters.",
    action: "Dead letters",
  },
  noneFinished: "Nothing is finished yet",
  noneOfState: { title: "None in this state", text: "Choose another state.", action: "Show all" },
  nothingRuns: "Nothing is running.",
  open: (kind: string) => `Details of ${kind}`,
  result: (done: number, total: number) => `${count(done)} of ${count(total)}`,
  skipped: (n: number) => `${count(n)} skipped`,
  undoLeft: (time: string) => `${time} left`,
  undone: "Taken back",
  noUndo: "–",
  scope: {
    everything: "Everything",
    integration: (name: string) => `to ${name}`,
    from: (time: string) => `from ${time}`,
    to: (time: string) => `until ${time}`,
    ids: (n: number) => `${count(n)} chosen`,
    text: (words: string) => `containing “${words}”`,
    undoes: (id: string) => `of ${id}`,
  },
  detail: {
    matched: "Matched at its start",
    done: "Done",
    skipped: "Skipped",
    skippedWhy:
      "Those whose integration is off or gone, that needed nothing, or that somebody touched since.",
    pace: "Pace",
    begun: "Begun",
    ended: "Ended",
    last: "Last progress",
    scope: "What it is about",
    status: "Of the state",
    category: "Of the category",
    integration: "Of the integration",
    eventType: "Of the type",
    from: "Accepted from",
    to: "Accepted before",
    text: "Containing",
    ids: "Chosen one by one",
    undo: "Take it back",
    undoExplained: {
      retry_dead_letters: "What was not sent yet is a dead letter again. What was sent is sent.",
      discard_dead_letters: "They are dead letters again. Automatic retries that were called off stay so.",
      recover_failed: "What was not sent yet goes back to what it was. What was sent is sent.",
      replay_deliveries: "What was not sent yet goes back to what it was. What was sent is sent.",
      deliver_missed: "What was not sent yet is removed, so that another backfill finds it.",
      cancel_waiting: "They wait again and are due now, with their attempts.",
      undo_job: "",
    },
    over: "Its 24 hours are over: it stays as it is.",
    cannot: "It did nothing that could be taken back.",
    undoes: "It takes back",
    undoneBy: "It was taken back by",
    audit: "In the audit log",
    outcome: { all: "All deliveries of that span", still: "Those that fail like that now" },
    theDelivery: "The delivery",
  },
};
