import { createResource, Show, Suspense } from "solid-js";
import { Skeleton } from "../states.tsx";
import type { DiffProps } from "./show-diff.tsx";

/** What changed between two texts. */
export function DiffView(props: DiffProps) {
  const [loaded] = createResource(async () => (await import("./show-diff.tsx")).ShowDiff);
  return (
    <Suspense fallback={<Skeleton class="h-40 w-full" />}>
      <Show when={loaded()} keyed>
        {(Diff) => <Diff {...props} />}
      </Show>
    </Suspense>
  );
}
