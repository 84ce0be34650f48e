import type { Extension } from "@codemirror/state";
import { type EditorView, ViewPlugin } from "@codemirror/view";

/** An editor's extension, and a way to write where its cursor is. */
export function insertAtCursor(): { readonly extension: Extension; readonly insert: (text: string) => void } {
  let view: EditorView | null = null;
  const extension = ViewPlugin.define((made) => {
    view = made;
    return {};
  });
  return {
    extension,
    insert: (text) => {
      view?.dispatch(view.state.replaceSelection(text), { userEvent: "input" });
      view?.focus();
    },
  };
}
