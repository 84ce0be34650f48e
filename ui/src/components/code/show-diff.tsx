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

/** The library's own grounds are too strong for coloured text on them: the line is tinted, and what changed in it is underlined. */
const look = EditorView.theme({
  ".cm-deletedChunk, .cm-deletedLine": { backgroundColor: "var(--bad-soft) !important" },
  ".cm-changedLine, .cm-insertedLine": { backgroundColor: "var(--good-soft) !important" },
  ".cm-deletedText, .cm-changedText": {
    background: "none !important",
    textDecoration: "underline 2px",
    textUnderlineOffset: "3px",
  },
  ".cm-deletedText": { textDecorationColor: "var(--bad)" },
  ".cm-changedText": { textDecorationColor: "var(--good)" },
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
          look,
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
