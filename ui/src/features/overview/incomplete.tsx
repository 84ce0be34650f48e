import { TriangleAlert } from "lucide-solid";
import { Show } from "solid-js";
import { Moment } from "~/components/moment.tsx";
import { text } from "~/text/index.ts";
import type { Overview } from "./use-overview.ts";

/** Half a number that looks like a whole one would be a lie. */
export function Incomplete(props: { readonly overview: Overview }) {
  const since = () => props.overview.buckets.find(({ complete }) => !complete)?.countedFrom ?? null;
  return (
    <Show when={!props.overview.complete}>
      <p role="status" class="flex items-start gap-2 rounded-lg bg-warn-soft px-3 py-2 text-sm text-warn">
        <TriangleAlert class="mt-0.5 size-4 shrink-0" aria-hidden="true" />
        <span>
          {text.overview.incomplete(props.overview.deliveriesLookedAt)}{" "}
          <Show when={since()}>
            {(at) => (
              <>
                {text.overview.incompleteSince} <Moment at={at()} />.
              </>
            )}
          </Show>
        </span>
      </p>
    </Show>
  );
}
