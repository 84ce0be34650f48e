import { createSignal, Show } from "solid-js";
import type { Account } from "~/api/account.ts";
import { Badge } from "~/components/badge.tsx";
import { Button } from "~/components/button.tsx";
import { Card } from "~/components/page.tsx";
import { text } from "~/text/index.ts";
import { DisableDialog } from "./disable-dialog.tsx";
import { EnrolDialog } from "./enrol-dialog.tsx";

const words = text.account.factor;

/** So few recovery codes are left that somebody should think of new ones. */
const FEW = 3;

export function FactorCard(props: { readonly account: Account }) {
  const [open, setOpen] = createSignal<"enrol" | "disable" | null>(null);
  const isOn = () => props.account.secondFactor;
  const left = () => props.account.recoveryCodesLeft;
  return (
    <Card
      title={words.title}
      actions={<Badge tone={isOn() ? "good" : "warn"}>{isOn() ? words.on : words.off}</Badge>}
    >
      <div class="flex flex-col gap-4 text-sm text-soft">
        <Show when={isOn()} fallback={<p>{words.offHint}</p>}>
          <p>{words.onHint}</p>
          <p class={left() <= FEW ? "text-warn" : ""}>
            {words.codesLeft(left())} <Show when={left() <= FEW}>{words.fewCodes}</Show>
          </p>
        </Show>
        <div class="flex flex-wrap gap-2">
          <Button look={isOn() ? "secondary" : "primary"} onClick={() => setOpen("enrol")}>
            {isOn() ? words.anew : words.begin}
          </Button>
          <Show when={isOn()}>
            <Button onClick={() => setOpen("disable")}>{words.disable}</Button>
          </Show>
        </div>
      </div>
      <EnrolDialog
        open={open() === "enrol"}
        onClose={() => setOpen(null)}
        email={props.account.email}
        isOn={isOn()}
      />
      <DisableDialog open={open() === "disable"} onClose={() => setOpen(null)} />
    </Card>
  );
}
