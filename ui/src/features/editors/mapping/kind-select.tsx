import { Select } from "~/components/select.tsx";
import { text } from "~/text/index.ts";
import { useBuilder } from "./builder-context.ts";
import { changeNode, withKind } from "./edit-tree.ts";
import { readField } from "./expression-text.ts";
import type { FlatRow } from "./flat-rows.ts";
import type { NodeKind } from "./mapping-tree.ts";

/** A text that is exactly one expression is shown as a field with pipes, unless somebody wants to write it. */
const KINDS = ["field", "text", "constant", "object", "each", "if", "list", "literal"] as const;
type ShownKind = (typeof KINDS)[number];

const { kinds, kindHints } = text.editors.mapping;
const OPTIONS = KINDS.map((value) => ({ value, label: kinds[value], hint: kindHints[value] }));

export function KindSelect(props: { readonly row: FlatRow }) {
  const words = text.editors.mapping;
  const builder = useBuilder();
  const shown = (): ShownKind => {
    const { node } = props.row;
    if (node.kind !== "text") return node.kind;
    return readField(node.text) !== null && !builder.isPlain(node.id) ? "field" : "text";
  };
  const choose = (kind: ShownKind) => {
    const { id } = props.row.node;
    if (kind === shown()) return;
    builder.setPlain(id, kind === "text");
    const next: NodeKind = kind === "field" ? "text" : kind;
    builder.change((root) =>
      changeNode(root, id, (node) => {
        const changed = withKind(node, next);
        const isField = changed.kind === "text" && readField(changed.text) !== null;
        return kind === "field" && changed.kind === "text" && !isField
          ? { ...changed, text: "{{}}" }
          : changed;
      }),
    );
  };
  return (
    <Select
      class="w-36 shrink-0"
      label={words.kind}
      labelHidden
      disabled={builder.isReadOnly()}
      options={OPTIONS}
      value={shown()}
      onChange={choose}
    />
  );
}
