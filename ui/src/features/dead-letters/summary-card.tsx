import { For, Show, Suspense } from "solid-js";
import { answer, api, inOrganization } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";
import { useQuery } from "~/api/query.ts";
import { Card } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { Skeleton } from "~/components/states.tsx";
import type { ErrorCategory } from "~/components/status/category-badge.tsx";
import type { BulkWish } from "~/features/jobs/bulk-requests.ts";
import { nowMs } from "~/primitives/clock.ts";
import { relativeTime } from "~/primitives/moments.ts";
import { count } from "~/primitives/numbers.ts";
import { text } from "~/text/index.ts";
import type { FilterState } from "../deliveries/list/use-filter.ts";
import { CategoryCard } from "./category-card.tsx";

const words = text.deadLetters.summary;
type Summary = components["schemas"]["DeadLetterSummary"];

const ASKED_EVERY_MS = 15_000;

/** How many there are of each kind, and what to do about each. */
export function SummaryCard(props: {
  readonly state: FilterState;
  readonly onWish: (wish: BulkWish) => void;
}) {
  const query = useQuery(() => ({
    queryKey: inOrganization("dead-letters", "summary"),
    queryFn: ({ signal }) => answer(api.GET("/api/v1/dead-letters/summary", { signal })),
    refetchInterval: ASKED_EVERY_MS,
  }));
  const total = () => {
    const known = query.data ?? null;
    if (known === null || known.oldestAt === null) return "";
    const { count: number, exact } = known.deadLetters;
    const told = exact ? count(number) : words.atLeast(count(number));
    return words.total(told, relativeTime(Date.parse(known.oldestAt), nowMs()));
  };
  return (
    <Show when={query.data === undefined || query.data.deadLetters.count > 0}>
      <Card flush title={words.label} actions={<span class="text-xs text-soft">{total()}</span>}>
        <QueryView query={query} permission="deadletters:read">
          {(summary) => (
            <ul>
              <For each={categoriesOf(summary())}>
                {(category) => (
                  <Suspense fallback={<Skeleton class="m-4 h-5 w-72 max-w-full" />}>
                    <CategoryCard
                      category={category}
                      count={countOf(summary(), category)}
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

/** By name, so that a card stays the same card when its count changes. */
function categoriesOf({ byCategory }: Summary): readonly ErrorCategory[] {
  return byCategory.flatMap(({ category }) => (category === null ? [] : [category]));
}

function countOf({ byCategory }: Summary, wanted: ErrorCategory): number {
  return byCategory.find(({ category }) => category === wanted)?.count ?? 0;
}
