import type { components } from "~/api/openapi.d.ts";
import type { Grade } from "~/components/health/health-ring.tsx";
import type { CircuitPhase } from "~/components/status/circuit-badge.tsx";

export type Listed = components["schemas"]["ListedIntegration"];
export type Health = components["schemas"]["HealthSummary"];

/** Whether what is missing is on its way, could not be read, or is really not there. */
export type Reading = "waiting" | "failed" | "read";

/** An integration as the list shows it. */
export interface Entry {
  readonly integration: Listed;
  /** Undefined says nothing by itself: `reading` says why. */
  readonly health: Health | undefined;
  readonly reading: { readonly health: Reading; readonly rates: Reading };
  readonly phase: CircuitPhase;
  /** Of validated payloads, between 0 and 1; null when none was validated within a day. */
  readonly failureRate: number | null;
}

export const SORTS = ["worst", "name", "newest", "active"] as const;
export type Sort = (typeof SORTS)[number];

export interface Wish {
  readonly text: string;
  readonly grades: readonly string[];
  readonly circuits: readonly string[];
  readonly enabled: "all" | "on" | "off";
  readonly sort: Sort;
}

export function joinEntries(
  integrations: readonly Listed[],
  health: readonly Health[],
  rates: ReadonlyMap<string, number>,
  reading: Entry["reading"],
): readonly Entry[] {
  const healthOf = new Map(health.map((one) => [one.integrationId, one]));
  return integrations.map((integration) => ({
    integration,
    health: healthOf.get(integration.id),
    reading,
    phase: integration.circuit?.phase ?? "closed",
    failureRate: rates.get(integration.id) ?? null,
  }));
}

export function arrange(entries: readonly Entry[], wish: Wish): readonly Entry[] {
  const text = wish.text.trim().toLowerCase();
  const fits = ({ integration, health, phase }: Entry) =>
    (text === "" || haystack(integration).includes(text)) &&
    (wish.grades.length === 0 || wish.grades.includes(gradeOf(health))) &&
    (wish.circuits.length === 0 || wish.circuits.includes(phase)) &&
    (wish.enabled === "all" || integration.enabled === (wish.enabled === "on"));
  return entries.filter(fits).toSorted(ORDERS[wish.sort]);
}

function gradeOf(health: Health | undefined): Grade {
  return health?.grade ?? "unknown";
}

/** The same order for what compares by letters only. */
export function nameKey({ integration: { name } }: Entry): string {
  return name.toLowerCase().replaceAll(/\d+/g, (digits) => digits.padStart(16, "0"));
}

const NO_SCORE = 101;
export const scoreOf = ({ health }: Entry) => health?.score ?? NO_SCORE;
/** As people count: 2 comes before 10. */
const names = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
const byName = (one: Entry, other: Entry) => names.compare(one.integration.name, other.integration.name);
export const lastOf = ({ health }: Entry) => health?.inputs.lastAttemptAt ?? "";

const ORDERS: Readonly<Record<Sort, (one: Entry, other: Entry) => number>> = {
  worst: (one, other) => scoreOf(one) - scoreOf(other) || byName(one, other),
  name: byName,
  newest: (one, other) => other.integration.createdAt.localeCompare(one.integration.createdAt),
  active: (one, other) => lastOf(other).localeCompare(lastOf(one)) || byName(one, other),
};

function haystack({ name, url, id, eventTypes }: Listed): string {
  return [name, url, id, ...eventTypes].join("\n").toLowerCase();
}
