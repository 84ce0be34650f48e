import { Match, Show, Switch } from "solid-js";
import { TextInput } from "~/components/field.tsx";
import { text } from "~/text/index.ts";
import { suggestInExpression } from "../names/suggest.ts";
import { SuggestInput } from "../names/suggest-input.tsx";
import { TemplateInput } from "../names/template-input.tsx";
import { useBuilder } from "./builder-context.ts";
import { ConditionEditor } from "./condition-editor.tsx";
import { EachFields } from "./each-fields.tsx";
import { changeNode } from "./edit-tree.ts";
import { type FieldText, readField, writeField } from "./expression-text.ts";
import type { FlatRow } from "./flat-rows.ts";
import type { MappingNode } from "./mapping-tree.ts";
import { PipeList } from "./pipe-list.tsx";

/** Where a row's value comes from; what that is depends on its kind. */
export function SourceFields(props: { readonly row: FlatRow }) {
  const words = text.editors.mapping;
  const builder = useBuilder();
  const node = () => props.row.node;
  const put = (next: MappingNode) => builder.change((root) => changeNode(root, next.id, () => next));
  const field = (): FieldText | null => {
    const now = node();
    return now.kind === "text" && !builder.isPlain(now.id) ? readField(now.text) : null;
  };
  const as = <Kind extends MappingNode["kind"]>(kind: Kind) => {
    const now = node();
    return now.kind === kind ? (now as Extract<MappingNode, { kind: Kind }>) : false;
  };
  return (
    <Switch>
      <Match when={field()}>
        {(now) => (
          <div class="flex min-w-0 flex-wrap items-start gap-1.5">
            <SuggestInput
              class="flex-1 basis-56"
              label={words.path}
              labelHidden
              value={now().path}
              placeholder={words.pathHint}
              disabled={builder.isReadOnly()}
              suggest={(value, caret) => suggestInExpression(value.slice(0, caret), builder.names(props.row))}
              onInput={(path) => put({ id: node().id, kind: "text", text: writeField({ ...now(), path }) })}
            />
            <PipeList
              pipes={now().pipes}
              onChange={(pipes) =>
                put({ id: node().id, kind: "text", text: writeField({ ...now(), pipes }) })
              }
            />
          </div>
        )}
      </Match>
      <Match when={as("text")}>
        {(now) => (
          <TemplateInput
            label={words.text}
            labelHidden
            value={now().text}
            placeholder={words.textHint}
            disabled={builder.isReadOnly()}
            names={builder.names(props.row)}
            onInput={(value) => {
              // It stays the field that it is, while it is written.
              builder.setPlain(now().id, true);
              put({ ...now(), text: value });
            }}
          />
        )}
      </Match>
      <Match when={as("constant") || as("literal")}>
        {(now) => (
          <TextInput
            label={words.json}
            labelHidden
            mono
            value={now().json}
            placeholder={words.jsonHint}
            disabled={builder.isReadOnly()}
            onInput={(json) => put({ ...now(), json })}
          />
        )}
      </Match>
      <Match when={as("each")}>{(now) => <EachFields row={props.row} node={now()} onChange={put} />}</Match>
      <Match when={as("if")}>
        {(now) => (
          <ConditionEditor
            label={words.condition}
            names={builder.names(props.row)}
            condition={now().condition}
            readOnly={builder.isReadOnly()}
            onChange={(condition) => put({ ...now(), condition })}
          />
        )}
      </Match>
      <Match when={as("object") || as("list")}>
        <Show when={props.row.node.kind === "object"} fallback={<Note>{words.listNote}</Note>}>
          <Note>{words.objectNote}</Note>
        </Show>
      </Match>
    </Switch>
  );
}

function Note(props: { readonly children: string }) {
  return <p class="px-1 py-1.5 text-xs text-faint">{props.children}</p>;
}
