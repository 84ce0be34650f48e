import { CirclePause, CirclePlay, FlaskConical } from "lucide-solid";
import { createMemo, createSignal, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { useQuery } from "~/api/query.ts";
import { Badge } from "~/components/badge.tsx";
import { Button } from "~/components/button.tsx";
import { Id } from "~/components/copy.tsx";
import { CircuitBadge, type CircuitPhase } from "~/components/status/circuit-badge.tsx";
import { toast } from "~/components/toast.tsx";
import { Switch } from "~/components/toggle.tsx";
import { useCommands } from "~/shell/palette-state.ts";
import { text } from "~/text/index.ts";
import { PauseDialog, ResumeDialog } from "./circuit-dialogs.tsx";
import { circuitQuery } from "./circuit-query.ts";
import { disabledWords } from "./disabled-words.ts";
import type { IntegrationDraft } from "./use-integration-draft.tsx";

export function FrameStatus(props: { readonly draft: IntegrationDraft }) {
  const circuit = useQuery(() => circuitQuery(props.draft.id));
  return (
    <div class="flex flex-wrap items-center gap-2">
      <Show
        when={props.draft.record().enabled}
        fallback={<Badge tone="warn">{text.integrations.state.off}</Badge>}
      >
        <Badge tone="good">{text.integrations.state.on}</Badge>
      </Show>
      <Show when={circuit.data}>{(data) => <CircuitBadge phase={data().phase} />}</Show>
      <Id value={props.draft.id} />
      <Show when={props.draft.record().disabledReason}>
        {(reason) => <span class="basis-full text-warn">{disabledWords(reason())}</span>}
      </Show>
      <Show when={circuit.data?.paused}>
        {(paused) => (
          <span class="basis-full break-words">
            {text.integrations.circuit.pausedBecause(paused().reason)}
          </span>
        )}
      </Show>
    </div>
  );
}

export function FrameActions(props: { readonly draft: IntegrationDraft; readonly onTest: () => void }) {
  const may = useMay();
  const circuit = useQuery(() => circuitQuery(props.draft.id));
  const [asked, setAsked] = createSignal<"pause" | "resume" | null>(null);
  // Asked when it is run: a circuit that opens meanwhile is closed by it, not paused.
  const turn = () => setAsked(circuit.data?.phase === "closed" ? "pause" : "resume");
  const turnable = [{ id: "integration.circuit", label: text.integrations.circuit.turn, run: turn }];
  const testable = [{ id: "integration.test", label: text.integrations.test.send, run: props.onTest }];
  useCommands(may("integrations:test") ? testable : []);
  // Not before its state is known: what is not known to be closed would be resumed.
  const isKnown = createMemo(() => circuit.data !== undefined);
  useCommands(() => (may("circuits:override") && isKnown() ? turnable : []));
  const [wanted, setWanted] = createSignal<boolean | null>(null);
  /** Once at a time: a second one would meet the version that the first has just made. */
  const enable = async (enabled: boolean, isUndoable: boolean) => {
    if (wanted() !== null) return;
    setWanted(enabled);
    const isSaved = await props.draft.saveNow({ enabled });
    setWanted(null);
    if (!isSaved) return;
    const words = text.integrations.state;
    const { name } = props.draft.record();
    toast({
      title: enabled ? words.switchedOn(name) : words.switchedOff(name),
      detail: enabled ? undefined : words.offMeans,
      action: isUndoable
        ? { label: text.shell.actions.undo, run: () => void enable(!enabled, false) }
        : undefined,
    });
  };
  const subject = () => ({ id: props.draft.id, name: props.draft.record().name });
  return (
    <>
      <Show when={props.draft.mayEdit()}>
        <Switch
          label={text.integrations.state.enabled}
          checked={wanted() ?? props.draft.record().enabled}
          disabled={wanted() !== null}
          onChange={(enabled) => void enable(enabled, true)}
        />
      </Show>
      <Show when={may("circuits:override") && circuit.data}>
        {(data) => (
          // One button and not two that take turns: the one that was pressed would go, and the focus with it.
          <Button onClick={turn}>
            <Show
              when={data().phase === "closed"}
              fallback={<CirclePlay class="size-4" aria-hidden="true" />}
            >
              <CirclePause class="size-4" aria-hidden="true" />
            </Show>
            {turnWord(data().phase)}
          </Button>
        )}
      </Show>
      <Show when={may("integrations:test")}>
        <Button onClick={props.onTest}>
          <FlaskConical class="size-4" aria-hidden="true" />
          {text.integrations.test.send}
        </Button>
      </Show>
      <PauseDialog open={asked() === "pause"} onClose={() => setAsked(null)} integration={subject()} />
      <ResumeDialog open={asked() === "resume"} onClose={() => setAsked(null)} integration={subject()} />
    </>
  );
}

function turnWord(phase: CircuitPhase): string {
  const words = text.integrations.circuit;
  if (phase === "closed") return words.pause;
  return phase === "paused" ? words.resume : words.close;
}
