import { Show } from "solid-js";
import { Card } from "~/components/page.tsx";
import { Select } from "~/components/select.tsx";
import { Failure, LoadingRows } from "~/components/states.tsx";
import { Switch } from "~/components/toggle.tsx";
import { text } from "~/text/index.ts";
import { DeadLetterForm } from "./dead-letter-form.tsx";
import { DurationInput } from "./duration-input.tsx";
import {
  CHOICES,
  choiceOf,
  FAILURES,
  type Strategy,
  type SupposedFailure,
  startOf,
} from "./retry-choices.ts";
import { ScheduleDrawing } from "./schedule-drawing.tsx";
import { StrategyFields } from "./strategy-fields.tsx";
import type { IntegrationTabProps } from "./use-integration-draft.tsx";
import { type RetryPreview, useRetryPreview } from "./use-retry-preview.ts";

/** When a failed delivery is tried again, with a drawing of what that means. */
export default function RetriesTab(props: IntegrationTabProps) {
  const words = text.integrations.retries;
  const { draft } = props;
  const preview = useRetryPreview(draft);
  const retry = () => draft.value().retry;
  const off = () => !draft.mayEdit();
  const change = (part: Partial<ReturnType<typeof retry>>) => draft.set({ retry: { ...retry(), ...part } });
  const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
  const choose = (choice: (typeof CHOICES)[number]) => {
    const stored = draft.record().retry.strategy;
    change({ strategy: choiceOf(stored) === choice ? stored : startOf(choice, zone()) });
  };
  return (
    <div class="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,5fr)_minmax(0,7fr)]">
      <div class="flex flex-col gap-4">
        <Card title={words.policy}>
          <div class="flex flex-col gap-4">
            <Select
              label={words.strategy}
              hint={words.choiceHints[choiceOf(retry().strategy)]}
              value={choiceOf(retry().strategy)}
              options={CHOICES.map((value) => ({ value, label: words.choices[value] }))}
              onChange={choose}
              disabled={off()}
            />
            <StrategyFields
              value={retry().strategy}
              onChange={(strategy: Strategy) => change({ strategy })}
              errorAt={(member) => preview.errorAt(`/retry/strategy${member}`)}
              disabled={off()}
            />
            <DurationInput
              label={words.retryAfter}
              hint={words.retryAfterHint}
              value={retry().maxRetryAfterMs}
              onChange={(maxRetryAfterMs) => change({ maxRetryAfterMs })}
              error={preview.errorAt("/retry/maxRetryAfterMs")}
              disabled={off()}
            />
            <Switch
              label={words.lax}
              hint={words.laxHint}
              checked={retry().validation === "LAX"}
              onChange={(lax) => change({ validation: lax ? "LAX" : "STRICT" })}
              disabled={off()}
            />
          </div>
        </Card>
        <Card title={text.integrations.deadLetter.title}>
          <DeadLetterForm draft={draft} errorAt={preview.errorAt} />
        </Card>
      </div>
      <Preview preview={preview} />
    </div>
  );
}

function Preview(props: { readonly preview: RetryPreview }) {
  const words = text.integrations.retries;
  return (
    <Card
      title={words.preview}
      actions={
        <Select
          class="w-52"
          label={words.suppose}
          labelHidden
          value={props.preview.failure()}
          options={(Object.keys(FAILURES) as SupposedFailure[]).map((value) => ({
            value,
            label: words.failures[value],
          }))}
          onChange={props.preview.setFailure}
        />
      }
    >
      <Show when={!props.preview.query.isError} fallback={<Failure error={props.preview.query.error} />}>
        <Show when={props.preview.query.data} fallback={<LoadingRows />}>
          {(schedule) => (
            <div class="flex flex-col gap-3">
              <p class="text-sm text-soft" role="status">
                {words.summary(schedule().planned.length, schedule().end?.sinceStartMs ?? null)}
              </p>
              <ScheduleDrawing schedule={schedule()} />
            </div>
          )}
        </Show>
      </Show>
    </Card>
  );
}
