import { absoluteTime } from "~/primitives/moments.ts";
import { text } from "~/text/index.ts";
import type { Job } from "./bulk-requests.ts";

const words = text.jobs.scope;

/** The filter of a job, as far as it is understood; the gateway may know more of it than this page. */
export interface JobFilter {
  readonly category: keyof typeof text.status.category | null;
  readonly status: readonly string[];
  readonly integrationId: string | null;
  readonly eventType: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly text: string | null;
  readonly ids: readonly string[];
}

export function readJobFilter({ filter, integrationId }: Job): JobFilter {
  const given = (name: string) => {
    const value = filter[name];
    return typeof value === "string" && value !== "" ? value : null;
  };
  const list = (name: string): readonly string[] => {
    const value = filter[name];
    return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
  };
  const category = given("category");
  return {
    category:
      category !== null && category in text.status.category ? (category as JobFilter["category"]) : null,
    status: list("status"),
    integrationId: given("integrationId") ?? integrationId,
    eventType: given("eventType"),
    from: given("from"),
    to: given("to"),
    text: given("text"),
    ids: list("ids"),
  };
}

/** What a job is about, in one line. `to` is left out: without one it is the moment when the job began. */
export function scopeWords(job: Job, nameOf: (integrationId: string) => string): string {
  if (job.undoes !== null) return words.undoes(job.undoes);
  const filter = readJobFilter(job);
  const parts = [
    filter.ids.length > 0 && words.ids(filter.ids.length),
    filter.category !== null && text.status.category[filter.category],
    filter.eventType,
    filter.integrationId !== null && words.integration(nameOf(filter.integrationId)),
    filter.from !== null && words.from(absoluteTime(Date.parse(filter.from))),
    filter.text !== null && words.text(filter.text),
  ].filter((part) => typeof part === "string");
  return parts.length === 0 ? words.everything : parts.join(" · ");
}

/** A list of the log that tells what became of a job's deliveries. */
export interface Outcome {
  /** `all`: the very deliveries. `still`: of them, those that failed in the same way again. */
  readonly kind: "all" | "still";
  readonly filter: Readonly<Record<string, string>>;
}

/**
 * What became of the deliveries that a job was about. Their state has changed since, so it is no filter. Nor is what went
 * wrong: what has arrived has no category and no error any more, and whoever looked for it by these would believe that
 * nothing arrived.
 */
export function outcomesOf(job: Job): readonly Outcome[] {
  if (job.undoes !== null) return [];
  const { category, integrationId, eventType, from, to, text: words, ids } = readJobFilter(job);
  if (ids.length > 0) return [];
  const place = { integrationId, eventType, from, to };
  const problem = { category, text: words };
  const all: Outcome = { kind: "all", filter: given(place) };
  if (category === null && words === null) return [all];
  return [{ kind: "still", filter: given({ ...problem, ...place }) }, all];
}

function given(filter: Readonly<Record<string, string | null>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(filter).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])),
  );
}
