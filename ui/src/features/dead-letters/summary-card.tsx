import { For, Show, Suspense } from "solid-js";
import type { components } from "~/api/openapi.d.ts";
import { Card } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { Skeleton } from "~/components/states.tsx";
import type { ErrorCategory } from "~/components/status/category-badge.tsx";
import type { BulkWish } from "~/features/jobs/bulk-requests.ts";
import { nowMs } from "~/primitives/clock.ts";
import { heldWhile } from "~/primitives/held-while.ts";
import { relativeTime } from "~/primitives/moments.ts";
import { count } from "~/primitives/numbers.ts";
import { text } from "~/text/index.ts";
import type { FilterState } from "../deliveries/list/use-filter.ts";
import { CategoryCard } from "./category-card.tsx";
import type { useSummary } from "./use-summary.ts";

const words = text.deadLetters.summary;
type Summary = components["schemas"]["DeadLetterSummary"];

/** How many there are of each kind, and what to do about each. */
export function SummaryCard(props: {
  readonly query: ReturnType<typeof useSummary>;
  /** Somebody is in the list below: nothing comes and goes here meanwhile. The numbers go on. */
  readonly isHeld: boolean;
  readonly state: FilterState;
  readonly onWish: (wish: BulkWish) => void;
}) {
  const categories = heldWhile(
    () => props.isHeld,
    () => categoriesOf(props.query.data),
  );
  const total = () => {
    const known = props.query.data ?? null;
    if (known === null || known.oldestAt === null) return "";
    const { count: number, exact } = known.deadLetters;
    const told = exact ? count(number) : words.atLeast(count(number));
    return words.total(told, relativeTime(Date.parse(known.oldestAt), nowMs()));
  };
  return (
    <Show when={props.query.data === undefined || categories() !== undefined}>
      <Card flush title={words.label} actions={<span class="text-xs text-soft">{total()}</span>}>
        <QueryView query={props.query} permission="deadletters:read">
          {(summary) => (
            <ul>
              <For each={categories()}>
                {(category) => (
                  <Suspense fallback={<Skeleton class="m-4 h-5 w-72 max-w-full" />}>
                    <CategoryCard
                      category={category}
                      count={countOf(summary(), category)}
                      isHeld={props.isHeld}
                      isShown={props.state.filter().category === category}
                      onShow={(error) => props.state.change({ category, text: error?.slice(0, 200) ?? null })}
                      onRetry={() => props.onWish({ kind: "retry_dead_letters", filter: { category } })}
                      onDiscard={() => props.onWish({ kind: "discard_dead_letters", filter: { category } })}
                    />
                  </Suspense>
                )}
              </For>
            </ul>
          )}
        </QueryView>
      </Card>
    </Show>
  );
}

/** By name, so that a card stays the same card when its count changes. Undefined where there is none. */
function categoriesOf(summary: Summary | undefined): readonly ErrorCategory[] | undefined {
  const found = summary?.byCategory.flatMap(({ category }) => (category === null ? [] : [category]));
  return found?.length === 0 ? undefined : found;
}

function countOf({ byCategory }: Summary, wanted: ErrorCategory): number {
  return byCategory.find(({ category }) => category === wanted)?.count ?? 0;
}
