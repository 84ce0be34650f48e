import { type Diagnostic, linter, lintGutter } from "@codemirror/lint";
import type { Extension, Text } from "@codemirror/state";
import { rangeOf } from "./pointer-range.ts";

interface PointedFault {
  /** From the root of the text. */
  readonly pointer: string;
  readonly message: string;
}

/** Marks what the gateway said about places in a JSON text. */
export function markPointers(faults: readonly PointedFault[]): Extension {
  return marks((doc) => {
    const source = doc.toString();
    return faults.map(({ pointer, message }) => {
      const { from, to } = rangeOf(source, pointer) ?? { from: 0, to: 0 };
      // The first line of a long value is enough.
      return { from, to: Math.min(to, doc.lineAt(from).to), severity: "error", message };
    });
  });
}

/** Marks lines of a text, counted from 1. Without a line it is about the whole and stands at the first one. */
export function markLines(
  faults: readonly { readonly line: number | null; readonly column?: number; readonly message: string }[],
): Extension {
  return marks((doc) =>
    faults.map(({ line, column = 1, message }) => {
      const at = doc.line(Math.min(Math.max(line ?? 1, 1), doc.lines));
      const from = Math.min(at.from + column - 1, at.to);
      return { from, to: at.to, severity: "error", message };
    }),
  );
}

function marks(find: (doc: Text) => readonly Diagnostic[]): Extension {
  return [lintGutter(), linter(({ state }) => find(state.doc), { delay: 0 })];
}
