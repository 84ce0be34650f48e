import { count } from "~/primitives/numbers.ts";

export const overview = {
  title: "Overview",
  range: "Range",
  ranges: { "1h": "1 h", "24h": "24 h", "7d": "7 d" },
  rangeKeys: { "1h": "The last hour", "24h": "The last 24 hours", "7d": "The last 7 days" },
  keys: "Overview",
  rangeNames: { "1h": "the last hour", "24h": "the last 24 hours", "7d": "the last 7 days" },
  live: "Live",
  notLive: "Not live,",
  still: (range: string) => `Still ${range},`,
  notLoaded: (range: string) => `The figures of ${range} did not come. What is below is older.`,
  asOf: (time: string) => `as of ${time}`,
  incomplete: (looked: number) =>
    `There were more deliveries than are counted here. The figures are of the newest ${count(looked)}.`,
  incompleteSince: "They begin at",

  unhealthy: {
    title: (n: number) =>
      n === 1 ? "One integration is unhealthy" : `${count(n)} integrations are unhealthy`,
    score: (score: number) => `Score ${Math.round(score)}`,
    scoreOf: (name: string, score: number) => `${name}: ${score} of 100 points. What they are made of`,
    more: (n: number) => `and ${count(n)} more`,
    all: "All that are unhealthy",
  },

  tiles: {
    successRate: "Success rate",
    successDetail: (delivered: number, tried: number) => `${count(delivered)} of ${count(tried)} tried`,
    nothingTried: "Nothing was tried",
    trend: "Success rate over the range",
    deliveries: "Deliveries",
    volumeDetail: (waiting: number, dead: number) =>
      `${count(waiting)} not tried yet, ${count(dead)} given up`,
    latency: "Latency",
    latencyDetail: (attempts: number) => `Of ${count(attempts)} ${attempts === 1 ? "attempt" : "attempts"}`,
    p50: "p50",
    p95: "p95",
    p99: "p99",
    deadLetters: "Dead letters",
    deadDetail: "All there are now, of any age",
    noDead: "Nothing was given up",
    oldest: "Oldest undelivered",
    noOldest: "Nothing waits",
    circuits: "Circuits",
    circuitsOpen: (n: number) => `${count(n)} open`,
    circuitsPaused: (n: number) => `${count(n)} paused`,
    circuitsClosed: "All closed",
    waiting: "Waiting now",
  },

  volume: {
    title: "Volume",
    chart: "Deliveries over time",
    hint: "A click on a bar lists its deliveries.",
    delivered: "Delivered",
    failed: "Will be retried",
    deadLettered: "Dead letter",
    discarded: "Discarded",
    waiting: "Not tried yet",
    notSent: "Nothing to send",
  },

  integration: {
    label: "Over the range",
    successRate: "Success rate",
    delivered: "Delivered",
    latency: "Response time, p95",
    deadLetters: "Dead letters now",
    nothingTitle: (range: string) => `Nothing went through it in ${range}`,
    nothing:
      "Its deliveries are drawn here over time as soon as there are some. Choose a longer range to look further back.",
  },

  errors: {
    title: "Errors by category",
    none: "No delivery of this range failed.",
    category: "Category",
    now: "In range",
    before: "Window before",
    change: "Change",
    up: (n: number) => `${count(n)} more`,
    down: (n: number) => `${count(n)} fewer`,
    same: "The same",
    fresh: "New",
    unknown: "Not comparable",
    atLeast: (n: string) => `≥ ${n}`,
    list: (category: string) => `Deliveries that failed by ${category}`,
  },

  circuits: {
    title: "Open and paused circuits",
    none: "Every circuit is closed.",
    all: "All circuits",
  },

  first: {
    title: "Two steps to the first delivery",
    lead: "Nothing has gone through this organization yet. What you do here shows up on this page within seconds.",
    integration: "Make an integration",
    integrationDone: "There is an integration",
    integrationText:
      "It says which events go to which address, how they are signed and how often they are retried.",
    integrationButton: "New integration",
    integrationNot: "It takes the permission integrations:create. Ask an owner of the organization for it.",
    event: "Send an event",
    eventText: "Any JSON will do. It is on disk when the gateway answers 202.",
    keyText: "In place of $KEY goes an API key that may publish events.",
    keyLink: "Make an API key",
    curl: "Command that sends an event",
    waiting: "Waiting for the first event …",
  },
};
