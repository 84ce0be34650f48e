import { createEffect, createSignal, on, Show } from "solid-js";
import { DiffView } from "~/components/code/diff-view.tsx";
import { Card } from "~/components/page.tsx";
import { Select } from "~/components/select.tsx";
import { text } from "~/text/index.ts";
import type { Attempt } from "../delivery-types.ts";
import { attemptText } from "./attempt-text.ts";
import { outcomeOf } from "./outcome.ts";

const words = text.deliveries.compare;

/** Any two attempts laid over each other: what was sent and what was answered differently. */
export function CompareView(props: {
  readonly attempts: readonly Attempt[];
  readonly payloadText: string | null;
}) {
  const last = () => props.attempts.length - 1;
  const [first, setFirst] = createSignal(Math.max(0, last() - 1));
  const [second, setSecond] = createSignal(Math.max(0, last()));
  // An attempt that comes while one looks is not put under one's eyes; a list that got shorter is followed.
  createEffect(
    on(last, (newest) => {
      if (first() > newest) setFirst(Math.max(0, newest - 1));
      if (second() > newest) setSecond(Math.max(0, newest));
    }),
  );
  const options = () =>
    props.attempts.map((attempt, index) => ({
      value: String(index),
      label: words.option(attempt.attempt, outcomeOf(attempt)),
    }));
  const textOf = (index: number) => {
    const attempt = props.attempts[index];
    return attempt === undefined ? "" : attemptText(attempt, props.payloadText);
  };
  return (
    <Show
      when={props.attempts.length > 1}
      fallback={<p class="text-sm text-soft">{props.attempts.length === 0 ? words.none : words.one}</p>}
    >
      <Card>
        <div class="mb-3 flex flex-wrap gap-3">
          <Select
            class="w-56"
            label={words.first}
            options={options()}
            value={String(first())}
            onChange={(value) => setFirst(Number(value))}
          />
          <Select
            class="w-56"
            label={words.second}
            options={options()}
            value={String(second())}
            onChange={(value) => setSecond(Number(value))}
          />
        </div>
        <Show
          when={textOf(first()) !== textOf(second())}
          fallback={<p class="text-sm text-soft">{words.same}</p>}
        >
          <DiffView label={words.label} before={textOf(first())} after={textOf(second())} />
        </Show>
      </Card>
    </Show>
  );
}
