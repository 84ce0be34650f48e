import { createSignal, For, Match, Show, Switch } from "solid-js";
import { CodeView } from "~/components/code/code-view.tsx";
import { DiffView } from "~/components/code/diff-view.tsx";
import { prettyJson } from "~/components/code/pretty-json.ts";
import { Progress } from "~/components/progress.tsx";
import { Segmented } from "~/components/segmented.tsx";
import { text } from "~/text/index.ts";
import type { DryRunResult } from "./ask-dry-run.ts";
import { fuelLimit } from "./fuel-limit.ts";
import { LogLines } from "./log-lines.tsx";
import { MessageView } from "./message-view.tsx";
import { OutcomeLine } from "./outcome-line.tsx";

const WAYS = ["sides", "difference"] as const;

/** What an integration made of an event: before, after, what was logged, what it cost. */
export function DryRunView(props: {
  readonly result: DryRunResult;
  /** Of the detail's place, when it is shown at its row already. */
  readonly detail?: string | null;
  /** One below the other, for narrow places. */
  readonly stacked?: boolean;
  /** What it was made of has been changed since. */
  readonly isOld?: boolean;
}) {
  const words = text.editors.dryRun;
  const [way, setWay] = createSignal<(typeof WAYS)[number]>("sides");
  const heightPx = () => (props.stacked === true ? 220 : 380);
  const first = () => props.result.messages[0];
  const ways = () => (props.stacked === true ? words.stackedWays : words.ways);
  const options = () => WAYS.map((value) => ({ value, label: ways()[value] }));
  return (
    <div class="flex min-w-0 flex-col gap-3">
      <div class="flex flex-wrap items-center justify-between gap-2">
        <OutcomeLine
          result={props.result}
          detail={props.detail ?? props.result.detail}
          isOld={props.isOld === true}
        />
        <Show when={first()}>
          <Segmented label={words.way} options={options()} value={way()} onChange={setWay} />
        </Show>
      </div>
      <Switch>
        <Match when={way() === "difference" && first()}>
          {(message) => (
            <DiffView
              label={words.difference}
              before={prettyJson(props.result.before)}
              after={prettyJson(message().body)}
            />
          )}
        </Match>
        <Match when={true}>
          {/* Below each other the answer comes first: what goes in stands beside it already. */}
          <div class={props.stacked === true ? "flex flex-col-reverse gap-3" : "grid gap-3 md:grid-cols-2"}>
            <section class="flex min-w-0 flex-col gap-1">
              <h3 class="text-xs font-medium text-soft">{words.before}</h3>
              <CodeView label={words.before} value={props.result.before} maxHeightPx={heightPx()} />
            </section>
            <section class="flex min-w-0 flex-col gap-2">
              <h3 class="text-xs font-medium text-soft">{words.after}</h3>
              <Show when={first() !== undefined} fallback={<p class="text-sm text-faint">{words.nothing}</p>}>
                <For each={props.result.messages}>
                  {(message, index) => (
                    <MessageView
                      message={message}
                      count={props.result.messages.length}
                      position={index()}
                      maxHeightPx={heightPx()}
                    />
                  )}
                </For>
              </Show>
            </section>
          </div>
        </Match>
      </Switch>
      <Show when={props.result.validationErrors.length > 0}>
        <section class="flex flex-col gap-1">
          <h3 class="text-xs font-medium text-soft">{words.validation}</h3>
          <ul class="flex flex-col gap-0.5 text-xs">
            <For each={props.result.validationErrors}>
              {(error) => (
                <li class="break-words text-bad">
                  <code>{error.pointer === "" ? "/" : error.pointer}</code> {error.message}
                </li>
              )}
            </For>
          </ul>
        </section>
      </Show>
      <LogLines lines={props.result.log} />
      <Show when={props.result.fuelUsed}>
        {(used) => (
          <Progress label={words.fuel} done={used()} total={fuelLimit(props.result.before.length)} />
        )}
      </Show>
    </div>
  );
}
