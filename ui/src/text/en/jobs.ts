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
    result: (done: number, skipped: number) =>
      skipped === 0 ? `${count(done)} done` : `${count(done)} done, ${count(skipped)} skipped`,
    show: "Show",
    undoBegun: "It is being taken back",
    lost: "Its progress could not be read. It runs on; see Operations.",
  },
};
