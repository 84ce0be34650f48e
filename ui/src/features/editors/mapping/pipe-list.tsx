import { Plus, X } from "lucide-solid";
import { For, Show } from "solid-js";
import { IconButton } from "~/components/button.tsx";
import { INPUT_CLASS } from "~/components/field.tsx";
import { text } from "~/text/index.ts";
import { pipeArguments } from "../names/suggest.ts";
import { useBuilder } from "./builder-context.ts";
import type { PipeText } from "./expression-text.ts";
import { PipeMenu } from "./pipe-menu.tsx";

/** What a value goes through on its way: casts, a default, changes of its text. */
export function PipeList(props: {
  readonly pipes: readonly PipeText[];
  readonly onChange: (pipes: readonly PipeText[]) => void;
}) {
  const words = text.editors.mapping;
  const builder = useBuilder();
  const positions = () => props.pipes.map((_, at) => at);
  const put = (at: number, pipe: PipeText) => props.onChange(props.pipes.with(at, pipe));
  return (
    <>
      <For each={positions()}>
        {(at) => (
          <Show when={props.pipes[at]}>
            {(pipe) => (
              <span class="inline-flex h-8 items-center gap-1 rounded-md border border-line bg-sunken pl-2 font-mono text-xs">
                <span class="text-accent-ink">{pipe().name}</span>
                <Show when={pipeArguments(pipe().name) !== "" || pipe().args !== ""}>
                  <input
                    type="text"
                    class={`${INPUT_CLASS} !h-6 !w-24 !px-1.5 !text-xs`}
                    aria-label={words.pipeArgument(pipe().name, pipeArguments(pipe().name) ?? "")}
                    placeholder={pipeArguments(pipe().name) ?? ""}
                    value={pipe().args}
                    disabled={builder.isReadOnly()}
                    spellcheck={false}
                    onInput={(event) => put(at, { ...pipe(), args: event.currentTarget.value })}
                  />
                </Show>
                <Show when={!builder.isReadOnly()}>
                  <IconButton
                    size="small"
                    class="!h-6 !w-6"
                    label={words.removePipe(pipe().name)}
                    onClick={() => props.onChange(props.pipes.toSpliced(at, 1))}
                  >
                    <X class="size-3" aria-hidden="true" />
                  </IconButton>
                </Show>
              </span>
            )}
          </Show>
        )}
      </For>
      <Show when={!builder.isReadOnly()}>
        <PipeMenu onChoose={(name) => props.onChange([...props.pipes, { name, args: firstArguments(name) }])}>
          <Plus class="size-3.5" aria-hidden="true" />
          {words.addPipe}
        </PipeMenu>
      </Show>
    </>
  );
}

/** Something that is right already, to be changed: an empty argument is an error. */
function firstArguments(name: string): string {
  const known: Readonly<Record<string, string>> = {
    default: '""',
    replace: '" ", ""',
    split: '","',
    join: '", "',
    number: "2",
    plus: "1",
    minus: "1",
    times: "100",
    divide: "100",
    slice: "0, 10",
    pluck: '"id"',
    dateAdd: '1, "day"',
  };
  return known[name] ?? "";
}
