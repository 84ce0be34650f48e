import { Show } from "solid-js";
import { TextInput } from "~/components/field.tsx";
import { Checkbox } from "~/components/toggle.tsx";
import { text } from "~/text/index.ts";
import { suggestInExpression } from "../names/suggest.ts";
import { SuggestInput } from "../names/suggest-input.tsx";
import { useBuilder } from "./builder-context.ts";
import { ConditionEditor } from "./condition-editor.tsx";
import type { FlatRow } from "./flat-rows.ts";
import type { MappingNode } from "./mapping-tree.ts";
import { namesIn } from "./row-names.ts";

type EachNode = Extract<MappingNode, { kind: "each" }>;

/** An array row: which list, what its elements are called, which of them count. */
export function EachFields(props: {
  readonly row: FlatRow;
  readonly node: EachNode;
  readonly onChange: (node: MappingNode) => void;
}) {
  const words = text.editors.mapping;
  const builder = useBuilder();
  const put = (change: Partial<EachNode>) => props.onChange({ ...props.node, ...change });
  const inner = () =>
    namesIn(builder.names(props.row), [...props.row.locals, { name: props.node.as, over: props.node.over }]);
  return (
    <div class="flex min-w-0 flex-col gap-2">
      <SuggestInput
        label={words.over}
        labelHidden
        value={props.node.over}
        placeholder={words.overHint}
        disabled={builder.isReadOnly()}
        suggest={(value, caret) => suggestInExpression(value.slice(0, caret), builder.names(props.row))}
        onInput={(over) => put({ over })}
      />
      <div class="flex flex-wrap items-end gap-3">
        <TextInput
          class="w-36"
          label={words.as}
          mono
          value={props.node.as}
          disabled={builder.isReadOnly()}
          onInput={(as) => put({ as })}
        />
        <TextInput
          class="w-36"
          label={words.index}
          mono
          value={props.node.index}
          placeholder={words.indexHint}
          disabled={builder.isReadOnly()}
          onInput={(index) => put({ index })}
        />
        <div class="pb-1.5">
          <Checkbox
            label={words.where}
            checked={props.node.where !== undefined}
            disabled={builder.isReadOnly()}
            onChange={(on) => put({ where: on ? {} : undefined })}
          />
        </div>
      </div>
      <Show when={props.node.where !== undefined}>
        <ConditionEditor
          label={words.where}
          names={inner()}
          condition={props.node.where}
          readOnly={builder.isReadOnly()}
          onChange={(where) => put({ where })}
        />
      </Show>
    </div>
  );
}
