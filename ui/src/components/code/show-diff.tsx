import { json } from "@codemirror/lang-json";
import { unifiedMergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { createEffect, onCleanup } from "solid-js";
import { codeTheme } from "./code-theme.ts";
import { shadowOf } from "./shadow-of.ts";

export interface DiffProps {
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** What is gone is in one colour: those of the language are not made for its ground. */
const tint = EditorView.theme({
  ".cm-deletedChunk": { backgroundColor: "var(--bad-soft)" },
  "&.cm-merge-b .cm-deletedText, &.cm-merge-b .cm-deletedChunk .cm-deletedText *": {
    background: "none",
    color: "var(--bad)",
  },
  "&.cm-merge-b .cm-changedLine, .cm-insertedLine": { backgroundColor: "var(--good-soft)" },
  "&.cm-merge-b .cm-changedText": { background: "none", fontWeight: "600" },
  ".cm-collapsedLines": {
    color: "var(--soft)",
    background: "var(--sunken)",
    borderBlock: "1px dashed var(--line)",
  },
  // Its marks are of no font that comes with the dashboard.
  ".cm-collapsedLines:before, .cm-collapsedLines:after": { content: '"" !important' },
});

/** Both in one column, with what was taken away above what came. */
export function ShowDiff(props: DiffProps) {
  let host: HTMLDivElement | undefined;
  let view: EditorView | undefined;
  createEffect(() => {
    const { before, after } = props;
    view?.destroy();
    const root = shadowOf(host as HTMLDivElement);
    view = new EditorView({
      parent: root,
      root,
      state: EditorState.create({
        doc: after,
        extensions: [
          lineNumbers(),
          json(),
          codeTheme,
          tint,
          EditorState.readOnly.of(true),
          EditorView.editable.of(false),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ "aria-label": props.label, tabindex: "0" }),
          unifiedMergeView({
            original: before,
            mergeControls: false,
            collapseUnchanged: { margin: 3, minSize: 6 },
          }),
        ],
      }),
    });
  });
  onCleanup(() => view?.destroy());
  return (
    <div
      ref={host}
      class="max-h-[520px] overflow-auto rounded-md border border-line bg-sunken font-mono text-xs"
    />
  );
}
