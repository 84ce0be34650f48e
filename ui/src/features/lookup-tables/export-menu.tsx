import { Download } from "lucide-solid";
import { createSignal } from "solid-js";
import { answer, api } from "~/api/client.ts";
import { buttonClass } from "~/components/button.tsx";
import { Menu, MenuItem } from "~/components/menu.tsx";
import { toast, toastProblem } from "~/components/toast.tsx";
import { text } from "~/text/index.ts";
import { saveFile } from "./save-file.ts";

const words = text.lookupTables;
const FORMATS = ["csv", "json", "ndjson"] as const;

/** All rows of a version as a file that can be imported again. */
export function ExportMenu(props: { readonly name: string; readonly version: number | null }) {
  const [isBusy, setBusy] = createSignal(false);
  const run = async (format: (typeof FORMATS)[number]) => {
    setBusy(true);
    try {
      const query = { format, ...(props.version === null ? {} : { version: props.version }) };
      const content = (await answer(
        api.GET("/api/v1/lookup-tables/{name}/content", {
          params: { path: { name: props.name }, query },
          parseAs: "blob",
        }),
      )) as unknown as Blob;
      const file = `${props.name}${props.version === null ? "" : `-v${props.version}`}.${format}`;
      saveFile(file, content);
      toast({ title: words.export.done(file) });
    } catch (error) {
      toastProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Menu
      label={words.export.action}
      triggerClass={buttonClass()}
      trigger={
        <>
          <Download class="size-4" aria-hidden="true" />
          {isBusy() ? words.export.busy : words.export.action}
        </>
      }
    >
      {FORMATS.map((format) => (
        <MenuItem disabled={isBusy()} onSelect={() => void run(format)}>
          {words.export.as(words.import.formats[format])}
        </MenuItem>
      ))}
    </Menu>
  );
}
