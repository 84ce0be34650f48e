import { Plus } from "lucide-solid";
import { Match, Show, Switch } from "solid-js";
import { Button } from "~/components/button.tsx";
import { text } from "~/text/index.ts";
import { useBuilder } from "./builder-context.ts";
import { addBelow, addElse } from "./edit-tree.ts";
import type { FlatRow } from "./flat-rows.ts";
import { type MappingNode, textNode } from "./mapping-tree.ts";

/** What a row can have below it: members of an object, elements of a list, the other case of a condition. */
export function AddBelow(props: { readonly row: FlatRow }) {
  const words = text.editors.mapping;
  const builder = useBuilder();
  const id = () => props.row.node.id;
  const add = (row: { key?: string; spread?: boolean }, node: MappingNode = textNode("{{}}")) => {
    const parent = id();
    builder.change((root) => addBelow(root, parent, node, row));
    builder.focusRow(node.id);
  };
  return (
    <Switch>
      <Match when={props.row.node.kind === "object"}>
        <div class="mt-1 flex flex-wrap gap-1">
          <Button look="quiet" size="small" onClick={() => add({})}>
            <Plus class="size-3.5" aria-hidden="true" />
            {words.addField}
          </Button>
          <Button
            look="quiet"
            size="small"
            title={words.addSpreadHint}
            onClick={() => add({ spread: true }, textNode("{{payload}}"))}
          >
            <Plus class="size-3.5" aria-hidden="true" />
            {words.addSpread}
          </Button>
        </div>
      </Match>
      <Match when={props.row.node.kind === "list"}>
        <Button look="quiet" size="small" class="mt-1" onClick={() => add({})}>
          <Plus class="size-3.5" aria-hidden="true" />
          {words.addElement}
        </Button>
      </Match>
      <Match when={props.row.node.kind === "if" && props.row.node}>
        {(node) => (
          <Show when={node().no === null}>
            <Button
              look="quiet"
              size="small"
              class="mt-1"
              onClick={() => {
                const condition = id();
                builder.change((root) => addElse(root, condition));
              }}
            >
              <Plus class="size-3.5" aria-hidden="true" />
              {words.addElse}
            </Button>
          </Show>
        )}
      </Match>
    </Switch>
  );
}
