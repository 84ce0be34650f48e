import { ChevronDown, CirclePause, CirclePlay, CirclePower } from "lucide-solid";
import { createMemo, createSignal, Show } from "solid-js";
import { useQuery } from "~/api/query.ts";
import { Button, buttonClass } from "~/components/button.tsx";
import { Menu, MenuItem } from "~/components/menu.tsx";
import { useCommands } from "~/shell/palette-state.ts";
import { text } from "~/text/index.ts";
import { PauseDialog, ResumeDialog } from "./circuit-dialogs.tsx";
import { circuitQuery } from "./circuit-query.ts";
import { useCircuitTurn } from "./use-circuit-turn.ts";
import type { IntegrationDraft } from "./use-integration-draft.tsx";

/** In so long a menu has closed and its button has the focus again. */
const MENU_MS = 60;

/** Pauses and resumes at once; the menu beside it asks for a reason first. An open circuit has a button of its own. */
export function FrameCircuit(props: { readonly draft: IntegrationDraft }) {
  const words = text.integrations.circuit;
  const circuit = useQuery(() => circuitQuery(props.draft.id));
  const [asked, setAsked] = createSignal<"pause" | "resume" | null>(null);
  const turn = useCircuitTurn(() => setAsked("pause"));
  const subject = () => ({ id: props.draft.id, name: props.draft.record().name });
  const phase = () => circuit.data?.phase;
  const isPaused = () => phase() === "paused";
  const isOpen = () => phase() === "open" || phase() === "half_open";
  // When the menu has given its focus back: what the dialog took before would be taken from it again.
  const askNext = (what: "pause" | "resume") => setTimeout(() => setAsked(what), MENU_MS);
  const press = () => (isPaused() ? turn.resume(subject()) : turn.pause(subject()));
  // By the palette an open one is asked about before it is closed: it may be another state than one thinks.
  const byName = () => (isOpen() ? setAsked("resume") : press());
  // Not before its state is known: what is not known to be closed would be resumed.
  const isKnown = createMemo(() => circuit.data !== undefined);
  useCommands(() =>
    isKnown()
      ? [
          { id: "integration.circuit", label: isOpen() ? words.close : words.turn, run: byName },
          ...(isOpen() ? [{ id: "integration.pause", label: words.pauseOpen, run: press }] : []),
        ]
      : [],
  );
  return (
    <>
      <Show when={isOpen()}>
        <Button onClick={() => setAsked("resume")}>
          <CirclePower class="size-4" aria-hidden="true" />
          {words.close}
        </Button>
      </Show>
      <Show when={isKnown()}>
        <span class="inline-flex">
          {/* One button and not two that take turns: the one that was pressed would go, and the focus with it. */}
          <Button class="rounded-r-none" busy={turn.busy() !== null} onClick={press}>
            <Show when={isPaused()} fallback={<CirclePause class="size-4" aria-hidden="true" />}>
              <CirclePlay class="size-4" aria-hidden="true" />
            </Show>
            {isPaused() ? words.resume : words.pause}
          </Button>
          <Menu
            label={words.more}
            triggerClass={`${buttonClass()} -ml-px rounded-l-none !px-1.5`}
            trigger={<ChevronDown class="size-3.5" aria-hidden="true" />}
          >
            <Show when={isPaused()}>
              <MenuItem onSelect={() => askNext("resume")}>{words.resumeWith}</MenuItem>
            </Show>
            <MenuItem onSelect={() => askNext("pause")}>
              {isPaused() ? words.changeReason : words.pauseWith}
            </MenuItem>
          </Menu>
        </span>
      </Show>
      <PauseDialog open={asked() === "pause"} onClose={() => setAsked(null)} integration={subject()} />
      <ResumeDialog open={asked() === "resume"} onClose={() => setAsked(null)} integration={subject()} />
    </>
  );
}
