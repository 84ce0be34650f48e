import { For } from "solid-js";
import { Skeleton } from "~/components/states.tsx";
import { text } from "~/text/index.ts";

/** As large as what comes, so that nothing jumps. */
export function OverviewSkeleton() {
  return (
    <div role="status" class="flex flex-col gap-4">
      <span class="sr-only">{text.shell.states.loading}</span>
      <div class="grid grid-cols-2 gap-px overflow-hidden rounded-xl border bg-line lg:grid-cols-4">
        <For each={Array.from({ length: 8 })}>
          {() => (
            <div class="bg-surface px-4 py-3">
              <Skeleton class="h-4 w-20" />
              <Skeleton class="mt-3 h-6 w-24" />
              <Skeleton class="mt-2 h-3 w-28" />
            </div>
          )}
        </For>
      </div>
      <div class="grid gap-4 xl:grid-cols-[2fr_1fr]">
        <Skeleton class="h-80 rounded-xl" />
        <Skeleton class="h-80 rounded-xl" />
      </div>
    </div>
  );
}
