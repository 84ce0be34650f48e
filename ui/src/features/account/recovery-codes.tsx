import { Check, Copy, Download } from "lucide-solid";
import { createSignal, For, Show } from "solid-js";
import { Button } from "~/components/button.tsx";
import { toastProblem } from "~/components/toast.tsx";
import { text } from "~/text/index.ts";
import { saveFile } from "../lookup-tables/save-file.ts";

const words = text.account.factor.enrol;

interface RecoveryCodesProps {
  readonly codes: readonly string[];
  readonly email: string;
  readonly onKept: () => void;
}

/** Shown this once. */
export function RecoveryCodes(props: RecoveryCodesProps) {
  const [isCopied, setCopied] = createSignal(false);
  const copy = () =>
    navigator.clipboard.writeText(props.codes.join("\n")).then(() => setCopied(true), toastProblem);
  const save = () => {
    const lines = [words.fileHead(text.shell.product, props.email), "", ...props.codes, ""];
    saveFile(words.file, new Blob([lines.join("\n")], { type: "text/plain" }));
  };
  return (
    <div class="flex flex-col gap-4">
      <ul
        aria-label={words.codesList}
        class="grid grid-cols-1 gap-x-6 gap-y-1.5 rounded-md border border-line bg-sunken px-4 py-3 font-mono text-[13px] text-ink select-all sm:grid-cols-2"
      >
        <For each={props.codes}>{(code) => <li>{code}</li>}</For>
      </ul>
      <div class="flex flex-wrap justify-end gap-2">
        <Button onClick={() => void copy()}>
          <Show when={isCopied()} fallback={<Copy class="size-4" aria-hidden="true" />}>
            <Check class="size-4 text-good" aria-hidden="true" />
          </Show>
          {isCopied() ? words.copied : words.copyCodes}
        </Button>
        <Button onClick={save}>
          <Download class="size-4" aria-hidden="true" />
          {words.downloadCodes}
        </Button>
        <Button look="primary" onClick={props.onKept}>
          {words.kept}
        </Button>
      </div>
    </div>
  );
}
