import { createResource, Show, Suspense } from "solid-js";
import { Skeleton } from "../states.tsx";
import type { EditorProps } from "./edit-code.tsx";

/** CodeMirror comes when the first editor is opened, not with the page. */
export function CodeEditor(props: EditorProps) {
  const [loaded] = createResource(async () => (await import("./edit-code.tsx")).EditCode);
  return (
    <Suspense fallback={<Skeleton class="h-48 w-full" />}>
      <Show when={loaded()} keyed>
        {(Edit) => <Edit {...props} />}
      </Show>
    </Suspense>
  );
}
