import { Pause, Play } from "lucide-solid";
import { Show } from "solid-js";
import { Button } from "~/components/button.tsx";
import { text } from "~/text/index.ts";

const words = text.deliveries.live;

export type LiveState = "on" | "holding" | "paused" | "lost" | "closed";

const DOTS: Readonly<Record<LiveState, string>> = {
  on: "bg-good",
  holding: "bg-info",
  paused: "bg-line-strong",
  lost: "bg-bad",
  closed: "bg-line-strong",
};

/** Whether the list follows the log, why not, and the switch. */
export function LiveButton(props: { readonly state: LiveState; readonly onToggle: () => void }) {
  return (
    <div class="flex items-center gap-2">
      {/* Not announced: it changes with every move of the pointer. */}
      <span class="flex items-center gap-1.5 text-xs text-soft" data-live={props.state}>
        <span class={`size-2 rounded-full ${DOTS[props.state]}`} aria-hidden="true" />
        {words[props.state]}
      </span>
      <Show when={props.state !== "closed"}>
        <Button size="small" onClick={props.onToggle}>
          <Show
            when={props.state === "paused"}
            fallback={
              <>
                <Pause class="size-3.5" aria-hidden="true" />
                {words.pause}
              </>
            }
          >
            <Play class="size-3.5" aria-hidden="true" />
            {words.resume}
          </Show>
        </Button>
      </Show>
    </div>
  );
}
