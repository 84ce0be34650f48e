import { For, Show } from "solid-js";
import type { components } from "~/api/openapi.d.ts";
import { Badge } from "~/components/badge.tsx";
import { CodeView } from "~/components/code/code-view.tsx";
import { CategoryBadge } from "~/components/status/category-badge.tsx";
import { duration } from "~/primitives/moments.ts";
import { text } from "~/text/index.ts";
import { errorsOf } from "./errors-of.ts";

type ExecuteResult = components["schemas"]["GraphqlExecuteResult"];

/** What came back, and what a delivery with the same answer would be. */
export function ExecuteResultView(props: { readonly result: ExecuteResult }) {
  const words = text.editors.graphql.playground;
  const errors = () => errorsOf(props.result.answer?.body ?? "");
  return (
    <div class="flex min-w-0 flex-col gap-2">
      <div class="flex flex-wrap items-center gap-2 text-sm" role="status">
        <Badge tone={props.result.outcome === "success" ? "good" : "bad"}>
          {words.outcomes[props.result.outcome]}
        </Badge>
        <Show when={props.result.category}>{(category) => <CategoryBadge category={category()} />}</Show>
        <Show when={props.result.answer}>
          {(answer) => <span class="text-soft tabular-nums">{words.status(answer().status)}</span>}
        </Show>
        <span class="text-faint tabular-nums">{duration(props.result.durationMs)}</span>
      </div>
      <Show when={props.result.detail ?? props.result.error}>
        {(detail) => <p class="text-sm break-words text-soft">{detail()}</p>}
      </Show>
      <Show when={errors().length > 0}>
        <ul class="flex flex-col gap-1 rounded-md border border-bad bg-bad-soft px-3 py-2 text-xs text-bad">
          <For each={errors()}>
            {(error) => (
              <li class="break-words">
                <Show when={error.code}>{(code) => <code class="font-semibold">{code()} </code>}</Show>
                {error.message}
                <Show when={error.place}>{(place) => <span> ({place()})</span>}</Show>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={props.result.answer}>
        {(answer) => (
          <>
            <CodeView label={words.answer} value={answer().body} maxHeightPx={420} emptyText={words.noBody} />
            <Show when={answer().bodyTruncated}>
              <p class="text-xs text-faint">{text.editors.dryRun.truncated}</p>
            </Show>
          </>
        )}
      </Show>
    </div>
  );
}
