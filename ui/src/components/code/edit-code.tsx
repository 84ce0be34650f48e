import { autocompletion, type CompletionSource, closeBrackets } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { json, jsonParseLinter } from "@codemirror/lang-json";
import { bracketMatching, foldGutter, indentOnInput } from "@codemirror/language";
import { linter } from "@codemirror/lint";
import { searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { EditorView, keymap, lineNumbers, placeholder } from "@codemirror/view";
import { createEffect, on, onCleanup, onMount } from "solid-js";
import { codeTheme } from "./code-theme.ts";
import { shadowOf } from "./shadow-of.ts";

export interface EditorProps {
  readonly label: string;
  readonly value: string;
  readonly onChange?: (value: string) => void;
  readonly language: "json" | "javascript" | "text";
  readonly readOnly?: boolean;
  /** Takes the focus when it is there: what one pressed to get it has gone. */
  readonly autoFocus?: boolean;
  readonly placeholder?: string;
  /** Suggestions beside the language's own. */
  readonly complete?: CompletionSource;
  /** Languages that are not here by default, such as GraphQL with its schema. */
  readonly extensions?: readonly Extension[];
  readonly minHeightPx?: number;
  readonly maxHeightPx?: number;
}

/** An editor. Tab leaves it, as everywhere: a field that swallows the key is a trap for whoever has no mouse. */
export function EditCode(props: EditorProps) {
  let host: HTMLDivElement | undefined;
  let view: EditorView | undefined;
  const added = new Compartment();

  onMount(() => {
    const root = shadowOf(host as HTMLDivElement);
    view = new EditorView({
      parent: root,
      root,
      state: EditorState.create({
        doc: props.value,
        extensions: [
          lineNumbers(),
          foldGutter(),
          history(),
          indentOnInput(),
          bracketMatching(),
          closeBrackets(),
          replacing,
          // Its icons are signs that the dashboard's fonts do not have.
          autocompletion({
            icons: false,
            ...(props.complete === undefined ? {} : { override: [props.complete] }),
          }),
          keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap]),
          languageOf(props.language, props.readOnly === true),
          codeTheme,
          EditorState.readOnly.of(props.readOnly === true),
          EditorView.contentAttributes.of({ "aria-label": props.label }),
          EditorView.lineWrapping,
          placeholder(props.placeholder ?? ""),
          added.of([...(props.extensions ?? [])]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) props.onChange?.(update.state.doc.toString());
          }),
        ],
      }),
    });
    if (props.autoFocus === true) view.focus();
  });
  createEffect(
    on(
      () => props.value,
      (value) => {
        // What is typed may come back changed while the editor still works on it; it takes one change at a time.
        queueMicrotask(() => {
          if (view === undefined || value !== props.value || value === view.state.doc.toString()) return;
          view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value } });
        });
      },
      { defer: true },
    ),
  );
  createEffect(
    on(
      () => props.extensions,
      (extensions) =>
        queueMicrotask(() => view?.dispatch({ effects: added.reconfigure([...(extensions ?? [])]) })),
      { defer: true },
    ),
  );
  onCleanup(() => {
    view?.destroy();
    view = undefined;
  });

  return (
    <div
      ref={host}
      class="min-w-0 overflow-auto rounded-md border border-line-strong/60 bg-surface font-mono text-[13px] focus-within:outline-2 focus-within:outline-accent"
      style={{ "min-height": `${props.minHeightPx ?? 120}px`, "max-height": `${props.maxHeightPx ?? 520}px` }}
    />
  );
}

/**
 * Typing over a selection. The browser would carry the colours of what was there over as an inline style, which the policy
 * refuses with an error in the console.
 */
const replacing = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { from, to, empty } = view.state.selection.main;
    if (empty || event.inputType !== "insertText" || event.data === null || view.state.readOnly) return false;
    event.preventDefault();
    const typed = event.data;
    const insert = () => view.state.update(view.state.replaceSelection(typed), { userEvent: "input.type" });
    const isTaken = view.state
      .facet(EditorView.inputHandler)
      .some((handle) => handle(view, from, to, typed, insert));
    if (!isTaken) view.dispatch(insert());
    return true;
  },
});

function languageOf(language: EditorProps["language"], readOnly: boolean): Extension {
  if (language === "javascript") return javascript();
  if (language === "json") return readOnly ? json() : [json(), linter(jsonUnlessEmpty)];
  return [];
}

/** An empty field is not wrong, only empty. */
function jsonUnlessEmpty(view: EditorView) {
  return view.state.doc.toString().trim() === "" ? [] : jsonParseLinter()(view);
}
