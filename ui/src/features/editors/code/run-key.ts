import { type Extension, Prec } from "@codemirror/state";
import { keymap } from "@codemirror/view";

/** Ctrl or Cmd + Enter runs what is written. */
export function runKey(run: () => void): Extension {
  return Prec.highest(
    keymap.of([
      {
        key: "Mod-Enter",
        run: () => {
          run();
          return true;
        },
      },
    ]),
  );
}
