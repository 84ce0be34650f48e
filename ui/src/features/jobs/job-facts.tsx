import { For, type JSX } from "solid-js";
import { Moment } from "~/components/moment.tsx";
import { Card } from "~/components/page.tsx";
import { count } from "~/primitives/numbers.ts";
import { text } from "~/text/index.ts";
import type { Job } from "./bulk-requests.ts";
import { readJobFilter } from "./job-scope.ts";

const words = text.jobs.detail;

interface Fact {
  readonly name: string;
  readonly value: JSX.Element;
  readonly hint?: string;
}

/** The counts of a job, and below them what it was about. */
export function JobFacts(props: { readonly job: Job; readonly nameOf: (integrationId: string) => string }) {
  const counts = (): readonly Fact[] => [
    { name: words.matched, value: count(props.job.total) },
    { name: words.done, value: count(props.job.processed) },
    { name: words.skipped, value: count(props.job.skipped), hint: words.skippedWhy },
    {
      name: words.pace,
      value:
        props.job.perMinute === null
          ? text.jobs.bulk.paces.full
          : text.jobs.bulk.perMinute(props.job.perMinute),
    },
    { name: words.begun, value: <Moment at={props.job.createdAt} /> },
    {
      name: props.job.status === "running" ? words.last : words.ended,
      value: <Moment at={props.job.updatedAt} />,
    },
  ];
  return (
    <>
      <dl class="grid grid-cols-2 gap-px overflow-hidden rounded-xl border bg-line sm:grid-cols-3">
        <For each={counts()}>
          {(fact) => (
            <div class="bg-surface px-3.5 py-2.5" title={fact.hint}>
              <dt class="text-xs text-faint">{fact.name}</dt>
              <dd class="mt-0.5 text-base font-semibold text-ink tabular-nums">{fact.value}</dd>
            </div>
          )}
        </For>
      </dl>
      <Card title={words.scope}>
        <dl class="grid grid-cols-[minmax(110px,auto)_1fr] gap-x-4 gap-y-2 text-sm">
          <For each={scopeFacts(props.job, props.nameOf)} fallback={<dt>{text.jobs.scope.everything}</dt>}>
            {(fact) => (
              <>
                <dt class="text-faint">{fact.name}</dt>
                <dd class="min-w-0 break-words text-ink">{fact.value}</dd>
              </>
            )}
          </For>
        </dl>
      </Card>
    </>
  );
}

function scopeFacts(job: Job, nameOf: (integrationId: string) => string): readonly Fact[] {
  const filter = readJobFilter(job);
  const delivery: Readonly<Record<string, string>> = text.status.delivery;
  const facts: readonly (Fact | null)[] = [
    job.undoes === null ? null : { name: words.undoes, value: <code class="text-xs">{job.undoes}</code> },
    filter.ids.length === 0 ? null : { name: words.ids, value: count(filter.ids.length) },
    filter.status.length === 0
      ? null
      : { name: words.status, value: filter.status.map((one) => delivery[one] ?? one).join(", ") },
    filter.category === null ? null : { name: words.category, value: text.status.category[filter.category] },
    filter.integrationId === null ? null : { name: words.integration, value: nameOf(filter.integrationId) },
    filter.eventType === null ? null : { name: words.eventType, value: filter.eventType },
    filter.from === null ? null : { name: words.from, value: <Moment at={filter.from} /> },
    filter.to === null ? null : { name: words.to, value: <Moment at={filter.to} /> },
    filter.text === null ? null : { name: words.text, value: filter.text },
  ];
  return facts.filter((fact) => fact !== null);
}
