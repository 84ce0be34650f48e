import { For, type JSX } from "solid-js";
import { DATE_PIPES } from "#domain/transformation/date-pipes";
import { ENCODING_PIPES } from "#domain/transformation/encoding-pipes";
import { LIST_PIPES } from "#domain/transformation/list-pipes";
import { NUMBER_PIPES } from "#domain/transformation/number-pipes";
import { DEFAULT_PIPE, OPTIONAL_PIPE, PIPES } from "#domain/transformation/pipe-table";
import { TEXT_PIPES } from "#domain/transformation/text-pipes";
import { buttonClass } from "~/components/button.tsx";
import { Menu, MenuHeading, MenuItem } from "~/components/menu.tsx";
import { text } from "~/text/index.ts";

const CASTS = ["string", "int", "float", "bool"];

/** Every pipe that the gateway has, by what it is for. */
const GROUPS = [
  { key: "missing", names: [DEFAULT_PIPE, OPTIONAL_PIPE] },
  { key: "cast", names: CASTS },
  { key: "text", names: Object.keys(TEXT_PIPES) },
  { key: "number", names: Object.keys(NUMBER_PIPES).filter((name) => !CASTS.includes(name)) },
  { key: "list", names: Object.keys(LIST_PIPES) },
  { key: "date", names: Object.keys(DATE_PIPES) },
  { key: "encoding", names: Object.keys(ENCODING_PIPES) },
] as const;

export function PipeMenu(props: {
  readonly onChoose: (name: string) => void;
  readonly children: JSX.Element;
}) {
  const words = text.editors.mapping;
  return (
    <Menu label={words.addPipes} trigger={props.children} triggerClass={buttonClass("quiet")}>
      <div class="max-h-80 max-w-96 overflow-y-auto">
        <For each={GROUPS}>
          {(group) => (
            <>
              <MenuHeading>{words.pipeGroups[group.key]}</MenuHeading>
              <For each={group.names}>
                {(name) => (
                  <MenuItem onSelect={() => props.onChoose(name)}>
                    <span class="w-20 shrink-0 font-mono text-xs">{name}</span>
                    <span class="text-xs text-faint">{PIPES.get(name)?.help}</span>
                  </MenuItem>
                )}
              </For>
            </>
          )}
        </For>
      </div>
    </Menu>
  );
}
