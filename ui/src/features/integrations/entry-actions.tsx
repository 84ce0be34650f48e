import { useQueryClient } from "@tanstack/solid-query";
import { CirclePause, CirclePlay } from "lucide-solid";
import { createSignal, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { inOrganization } from "~/api/client.ts";
import { IconButton } from "~/components/button.tsx";
import { toast, toastProblem } from "~/components/toast.tsx";
import { Switch } from "~/components/toggle.tsx";
import { text } from "~/text/index.ts";
import type { Entry } from "./arrange-integrations.ts";
import { changeIntegration } from "./read-integration.ts";

/** What is done with one integration without opening it. */
export interface Asked {
  readonly what: "pause" | "resume";
  readonly id: string;
  readonly name: string;
}

export function EntryActions(props: { readonly entry: Entry; readonly onAsk: (asked: Asked) => void }) {
  const may = useMay();
  const { circuit } = text.integrations;
  const it = () => props.entry.integration;
  const isClosed = () => props.entry.phase === "closed";
  const ask = (what: Asked["what"]) => props.onAsk({ what, id: it().id, name: it().name });
  return (
    <div class="flex items-center justify-end gap-2">
      <Show when={may("circuits:override")}>
        {/* One button and not two that take turns: the one that was pressed would go, and the focus with it. */}
        <IconButton
          size="small"
          label={isClosed() ? circuit.pauseOne(it().name) : circuit.resumeOne(it().name)}
          onClick={() => ask(isClosed() ? "pause" : "resume")}
        >
          <Show when={isClosed()} fallback={<CirclePlay class="size-4" aria-hidden="true" />}>
            <CirclePause class="size-4" aria-hidden="true" />
          </Show>
        </IconButton>
      </Show>
      <EnabledSwitch entry={props.entry} />
    </div>
  );
}

function EnabledSwitch(props: { readonly entry: Entry }) {
  const client = useQueryClient();
  const may = useMay();
  const [wanted, setWanted] = createSignal<boolean | null>(null);
  const words = text.integrations.state;
  const it = () => props.entry.integration;

  const change = async (enabled: boolean, undoable = true) => {
    setWanted(enabled);
    try {
      await changeIntegration(it().id, { enabled }, null);
      const title = enabled ? words.switchedOn(it().name) : words.switchedOff(it().name);
      const action = { label: text.shell.actions.undo, run: () => void change(!enabled, false) };
      toast({ title, detail: enabled ? undefined : words.offMeans, ...(undoable ? { action } : {}) });
      await client.invalidateQueries({ queryKey: inOrganization("integrations") });
      void client.invalidateQueries({ queryKey: inOrganization("integration-health") });
    } catch (error) {
      toastProblem(error);
    } finally {
      setWanted(null);
    }
  };
  return (
    <Switch
      label={words.switchOf(it().name)}
      labelHidden
      checked={wanted() ?? it().enabled}
      disabled={!may("integrations:update") || wanted() !== null}
      onChange={(enabled) => void change(enabled)}
    />
  );
}
