import { type Accessor, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { Card } from "~/components/page.tsx";
import { Failure, NotAllowed } from "~/components/states.tsx";
import { text } from "~/text/index.ts";
import { DryRunView } from "../dry-run/dry-run-view.tsx";
import type { LiveDryRun } from "../dry-run/use-live-dry-run.ts";
import type { Sample } from "../sample/use-sample.ts";

/** What the mapping makes of the sample; what an older mapping made of it says so. */
export function DryRunCard(props: {
  readonly run: LiveDryRun;
  readonly sample: Sample;
  /** Why it cannot be run as it is. */
  readonly fault: Accessor<string | null>;
}) {
  const words = text.editors.mapping;
  const may = useMay();
  const { query } = props.run;
  return (
    <Card title={text.editors.dryRun.title}>
      <Show when={may("integrations:test")} fallback={<NotAllowed permission="integrations:test" />}>
        <Show when={props.fault()}>
          {(why) => <p class="mb-3 text-sm text-bad">{words.notRun(why())}</p>}
        </Show>
        <Show
          when={query.data}
          fallback={
            <Show when={query.isError} fallback={<Waiting sample={props.sample} />}>
              <Failure error={query.error} onRetry={() => void query.refetch()} />
            </Show>
          }
        >
          {(result) => (
            <div
              aria-busy={query.isFetching}
              class={`transition-opacity ${props.run.isOld() ? "opacity-60" : ""}`}
            >
              <Show when={query.isError}>
                <Failure error={query.error} />
              </Show>
              <DryRunView stacked result={result()} isOld={props.run.isOld()} />
            </div>
          )}
        </Show>
      </Show>
    </Card>
  );
}

function Waiting(props: { readonly sample: Sample }) {
  const words = text.editors.dryRun;
  return (
    <p class="text-sm text-faint">
      {props.sample.payloadText() === null && !props.sample.isLoading() ? words.noSample : words.waiting}
    </p>
  );
}
