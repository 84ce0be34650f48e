import { RotateCw, Trash2 } from "lucide-solid";
import { For, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { answer, api, inOrganization } from "~/api/client.ts";
import { useQuery } from "~/api/query.ts";
import { Button } from "~/components/button.tsx";
import { Skeleton } from "~/components/states.tsx";
import { CategoryBadge, type ErrorCategory } from "~/components/status/category-badge.tsx";
import { heldWhile } from "~/primitives/held-while.ts";
import { text } from "~/text/index.ts";
import { type ErrorGroup, groupErrors } from "./group-errors.ts";

const words = text.deadLetters.summary;
const SAMPLE = 100;

interface CategoryCardProps {
  readonly category: ErrorCategory;
  readonly count: number;
  readonly isHeld: boolean;
  readonly isShown: boolean;
  readonly onShow: (error: string | null) => void;
  readonly onRetry: () => void;
  readonly onDiscard: () => void;
}

/** One category: how many, which errors, what to do about them. */
export function CategoryCard(props: CategoryCardProps) {
  const may = useMay();
  // The errors are told by the newest: counting every one of 100,000 for a heading would not be worth it.
  const sample = useQuery(() => ({
    queryKey: inOrganization("dead-letters", "errors", props.category),
    queryFn: async ({ signal }: { signal: AbortSignal }) => {
      const query = { category: props.category, limit: SAMPLE };
      const { items } = await answer(api.GET("/api/v1/dead-letters", { params: { query }, signal }));
      return groupErrors(items);
    },
    staleTime: 30_000,
  }));
  const held = heldWhile(
    () => props.isHeld,
    () => sample.data,
  );
  const errors = (): readonly ErrorGroup[] => held() ?? [];
  const name = () => text.status.category[props.category];
  return (
    <li
      class={`grid gap-x-6 gap-y-3 border-b px-4 py-3 last:border-b-0 md:grid-cols-[11rem_minmax(0,1fr)_auto] ${props.isShown ? "bg-accent-soft" : ""}`}
    >
      <div class="flex items-center gap-3 md:flex-col md:items-start md:gap-1">
        <CategoryBadge category={props.category} />
        <span class="text-sm font-medium text-ink tabular-nums">{words.count(props.count)}</span>
      </div>
      <div class="min-w-0">
        <Show when={!sample.isPending} fallback={<Skeleton class="h-10 w-64 max-w-full" />}>
          <Show when={sample.isLoadingError}>
            <p role="status" class="flex flex-wrap items-center gap-2 text-sm text-soft">
              {words.errorsUnread}
              <Button size="small" look="quiet" onClick={() => void sample.refetch()}>
                {text.shell.states.again}
              </Button>
            </p>
          </Show>
          <ul class="flex flex-col gap-2">
            <For each={errors()}>{(error) => <ErrorLine error={error} onShow={props.onShow} />}</For>
          </ul>
          <Show when={props.count > SAMPLE && errors().length > 0}>
            <p class="mt-1 text-xs text-faint">{words.ofNewest(SAMPLE)}</p>
          </Show>
        </Show>
      </div>
      <div class="flex flex-wrap items-start gap-1.5">
        <Button size="small" aria-pressed={props.isShown} onClick={() => props.onShow(null)}>
          {props.isShown ? words.shown : words.show}
        </Button>
        <Show when={may("deadletters:retry")}>
          <Button size="small" aria-label={words.retryAll(name())} onClick={props.onRetry}>
            <RotateCw class="size-3.5" aria-hidden="true" />
            {words.retry}
          </Button>
        </Show>
        <Show when={may("deadletters:discard")}>
          <Button size="small" aria-label={words.discardAll(name())} onClick={props.onDiscard}>
            <Trash2 class="size-3.5" aria-hidden="true" />
            {words.discard}
          </Button>
        </Show>
      </div>
    </li>
  );
}

function ErrorLine(props: { readonly error: ErrorGroup; readonly onShow: (error: string | null) => void }) {
  const detail = () => props.error.detail ?? words.unknown;
  return (
    <li class="text-sm">
      <span class="mr-2 text-xs text-faint tabular-nums">{words.times(props.error.count)}</span>
      <button
        type="button"
        title={words.showError(detail())}
        class="text-left break-words text-ink underline decoration-line-strong decoration-dotted underline-offset-4 hover:text-accent-ink"
        onClick={() => props.onShow(props.error.detail)}
      >
        {detail()}
      </button>
      <Show when={props.error.hint}>
        {(hint) => (
          <p class="mt-0.5 max-w-3xl text-soft">
            <span class="font-medium text-ink">{words.doThis}:</span> {hint()}
          </p>
        )}
      </Show>
    </li>
  );
}
