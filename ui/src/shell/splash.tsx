import { createSignal, onCleanup, Show } from "solid-js";
import { resumeSession } from "~/api/session.ts";
import { Button } from "~/components/button.tsx";
import { text } from "~/text/index.ts";
import { Logo } from "./logo.tsx";

const PATIENCE_MS = 4_000;

/** While the session is taken up: nothing for a moment, and then a way to ask again. */
export function Splash() {
  const [slow, setSlow] = createSignal(false);
  const timer = setTimeout(() => setSlow(true), PATIENCE_MS);
  onCleanup(() => clearTimeout(timer));
  return (
    <main class="grid min-h-dvh place-items-center">
      <div class="flex flex-col items-center gap-4" role="status">
        <Logo class="size-10 animate-pulse" />
        <span class="sr-only">{text.shell.states.loading}</span>
        <Show when={slow()}>
          <p class="text-sm text-soft">{text.shell.states.offline}</p>
          <Button onClick={() => void resumeSession().catch(() => undefined)}>
            {text.shell.states.again}
          </Button>
        </Show>
      </div>
    </main>
  );
}
