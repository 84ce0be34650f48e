import { type JSX, Show } from "solid-js";
import { QueryView } from "~/components/query-view.tsx";
import { isOfOtherRange } from "./freshness.ts";
import { RangeFailure } from "./range-failure.tsx";
import type { Overview, OverviewQuery, OverviewWindow } from "./use-overview.ts";

/** Figures of a range: dimmed while they are of another one than was chosen, below what went wrong. */
export function RangeFigures(props: {
  readonly query: OverviewQuery;
  readonly chosen: OverviewWindow;
  readonly loading: JSX.Element;
  readonly children: (data: () => Overview) => JSX.Element;
}) {
  const isOther = () => isOfOtherRange({ shown: props.query.shown(), chosen: props.chosen });
  const hasFirst = () => props.query.shown() !== undefined;
  return (
    <QueryView
      framed
      query={{
        get data() {
          return props.query.shown();
        },
        get error() {
          return props.query.failed();
        },
        get isPending() {
          return !hasFirst();
        },
        // Over figures that are there it is said here, with the request's id.
        get isError() {
          return !hasFirst() && props.query.failed() !== null;
        },
        get isLoadingError() {
          return !hasFirst() && props.query.failed() !== null;
        },
        refetch: props.query.again,
      }}
      permission="deliveries:read"
      loading={props.loading}
    >
      {(data) => (
        <div class="flex flex-col gap-4">
          <Show when={props.query.failed()}>
            {(error) => <RangeFailure error={error()} chosen={props.chosen} onRetry={props.query.again} />}
          </Show>
          <div
            class={`flex flex-col gap-4 transition-opacity ${isOther() ? "opacity-45" : ""}`}
            aria-busy={isOther() && props.query.failed() === null}
          >
            {props.children(data)}
          </div>
        </div>
      )}
    </QueryView>
  );
}
