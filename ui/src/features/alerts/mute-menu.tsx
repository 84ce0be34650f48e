import { BellOff } from "lucide-solid";
import { For, Show } from "solid-js";
import { Button, buttonClass } from "~/components/button.tsx";
import { Menu, MenuItem } from "~/components/menu.tsx";
import { nowMs } from "~/primitives/clock.ts";
import { text } from "~/text/index.ts";
import { isMuted, MUTE_SPANS, type MuteSpan } from "./alert-state.ts";
import type { AlertRule } from "./rule-condition.ts";
import { useRuleActions } from "./use-rule-actions.ts";

const words = text.alerts.rules;
const SPANS = Object.keys(MUTE_SPANS) as readonly MuteSpan[];

/** Silence for a while; what is still open afterwards is told then. */
export function MuteMenu(props: { readonly rule: AlertRule }) {
  const actions = useRuleActions();
  return (
    <Show
      when={!isMuted(props.rule, nowMs())}
      fallback={<Button onClick={() => void actions.unmute(props.rule)}>{words.unmute}</Button>}
    >
      <Menu
        label={words.mute}
        triggerClass={buttonClass()}
        trigger={
          <>
            <BellOff class="size-3.5" aria-hidden="true" />
            {words.mute}
          </>
        }
      >
        <For each={SPANS}>
          {(span) => (
            <MenuItem onSelect={() => void actions.mute(props.rule, span)}>{words.muteFor[span]}</MenuItem>
          )}
        </For>
      </Menu>
    </Show>
  );
}
