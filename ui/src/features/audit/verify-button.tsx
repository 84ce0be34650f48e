import { A } from "@solidjs/router";
import { CircleCheck, CircleX, ShieldCheck } from "lucide-solid";
import { createSignal, Match, Show, Switch } from "solid-js";
import { organizationId } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { CopyButton } from "~/components/copy.tsx";
import { Dialog } from "~/components/dialog.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { Progress } from "~/components/progress.tsx";
import { count } from "~/primitives/numbers.ts";
import { useCommands } from "~/shell/palette-state.ts";
import { text } from "~/text/index.ts";
import { type ChainCheck, useVerification } from "./use-verification.ts";

const words = text.audit.verify;

/** Has anybody edited the log? Only for whoever may ask. */
export function VerifyButton() {
  const [isOpen, setOpen] = createSignal(false);
  const chain = useVerification();
  const open = () => {
    setOpen(true);
    void chain.run();
  };
  const close = () => {
    setOpen(false);
    chain.stop();
  };
  useCommands([{ id: "audit-verify", label: words.title, run: open }]);
  return (
    <>
      <Button onClick={open}>
        <ShieldCheck class="size-4" aria-hidden="true" />
        {words.action}
      </Button>
      <Dialog
        open={isOpen()}
        onClose={close}
        title={words.title}
        description={words.description}
        footer={
          <>
            <Button onClick={close}>{text.shell.actions.close}</Button>
            <Button busy={chain.isRunning()} onClick={() => void chain.run()}>
              {words.again}
            </Button>
          </>
        }
      >
        <div class="flex flex-col gap-4">
          <ProblemNote problem={chain.problem()} />
          <Show when={chain.isRunning()}>
            <Progress
              label={words.progress}
              done={chain.check()?.step.through.seq ?? 0}
              total={chain.check()?.step.head.seq ?? null}
            />
          </Show>
          <div role="status">
            <Show when={chain.check()}>{(check) => <Verdict check={check()} onLeave={close} />}</Show>
          </div>
        </div>
      </Dialog>
    </>
  );
}

function Verdict(props: { readonly check: ChainCheck; readonly onLeave: () => void }) {
  const step = () => props.check.step;
  const head = () => `${step().head.seq}:${step().head.hash}`;
  return (
    <Switch>
      <Match when={step().status === "valid" && step().head.seq === 0}>{words.empty}</Match>
      <Match when={step().status === "valid"}>
        <p class="flex items-center gap-2 text-sm font-medium text-good">
          <CircleCheck class="size-5 shrink-0" aria-hidden="true" />
          {words.valid}
        </p>
        <p class="mt-1 text-sm text-soft">
          {words.validDetail(count(props.check.from + 1), count(step().through.seq))}
        </p>
        <h3 class="mt-4 text-[13px] font-medium text-soft">{words.head}</h3>
        <div class="mt-1 flex items-center gap-2 rounded-md border border-line bg-sunken px-3 py-1.5">
          <code class="min-w-0 flex-1 font-mono text-xs break-all text-ink select-all">{head()}</code>
          <CopyButton value={head()} />
        </div>
        <p class="mt-1 text-xs text-faint">{words.headHint}</p>
      </Match>
      <Match when={step().fault}>
        {(fault) => (
          <>
            <p class="flex items-center gap-2 text-sm font-medium text-bad">
              <CircleX class="size-5 shrink-0" aria-hidden="true" />
              {words.broken}
            </p>
            <p class="mt-1 text-sm text-soft">{words.brokenDetail(count(fault().seq), fault().detail)}</p>
            <A
              class="mt-2 inline-block text-sm text-accent-ink hover:underline"
              href={`/o/${organizationId()}/audit?entry=${fault().seq}`}
              onClick={() => props.onLeave()}
            >
              {words.open(count(fault().seq))}
            </A>
          </>
        )}
      </Match>
    </Switch>
  );
}
