import { FlaskConical } from "lucide-solid";
import { Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { Button } from "~/components/button.tsx";
import { useCommands } from "~/shell/palette-state.ts";
import { text } from "~/text/index.ts";
import { EnabledSwitch } from "./enabled-switch.tsx";
import { FrameCircuit } from "./frame-circuit.tsx";
import type { IntegrationDraft } from "./use-integration-draft.tsx";

/** What is done with an integration from wherever on its page one is. */
export function FrameActions(props: { readonly draft: IntegrationDraft; readonly onTest: () => void }) {
  const may = useMay();
  const testable = [{ id: "integration.test", label: text.integrations.test.send, run: props.onTest }];
  useCommands(() => (may("integrations:test") ? testable : []));
  return (
    <>
      <Show when={props.draft.mayEdit()}>
        <EnabledSwitch
          name={props.draft.record().name}
          enabled={props.draft.record().enabled}
          change={(enabled) => props.draft.saveNow({ enabled })}
        />
      </Show>
      <Show when={may("circuits:override")}>
        <FrameCircuit draft={props.draft} />
      </Show>
      <Show when={may("integrations:test")}>
        <Button onClick={props.onTest}>
          <FlaskConical class="size-4" aria-hidden="true" />
          {text.integrations.test.send}
        </Button>
      </Show>
    </>
  );
}
