import { createSignal, For, Show } from "solid-js";
import { answer, api } from "~/api/client.ts";
import { asProblem, type ProblemDocument } from "~/api/problem.ts";
import { Button } from "~/components/button.tsx";
import { Dialog } from "~/components/dialog.tsx";
import { INPUT_CLASS, TextInput } from "~/components/field.tsx";
import { toastProblem } from "~/components/toast.tsx";
import { text } from "~/text/index.ts";
import type { SavedSchema } from "./endpoint-schema.ts";

/** A schema from a file or the clipboard, for endpoints that do not answer introspection. */
export function UploadDialog(props: {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly integrationId: string;
  readonly onSaved: (saved: SavedSchema) => void;
}) {
  const words = text.editors.graphql.schema;
  const [sdl, setSdl] = createSignal("");
  const [errors, setErrors] = createSignal<ProblemDocument["errors"]>([]);
  const [isBusy, setBusy] = createSignal(false);
  const save = async () => {
    setBusy(true);
    setErrors([]);
    try {
      const params = { path: { id: props.integrationId } };
      const made = await answer(
        api.PUT("/api/v1/integrations/{id}/graphql/schema", { params, body: { sdl: sdl() } }),
      );
      setSdl("");
      props.onSaved(made);
    } catch (error) {
      const problem = asProblem(error);
      setErrors(problem.errors);
      if (problem.errors.length === 0) toastProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const read = async (file: File | undefined) => {
    if (file !== undefined) setSdl(await file.text());
  };
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title={words.uploadTitle}
      description={words.uploadNote}
      width="wide"
      footer={
        <>
          <Button onClick={props.onClose}>{text.shell.actions.cancel}</Button>
          <Button look="primary" busy={isBusy()} disabled={sdl().trim() === ""} onClick={() => void save()}>
            {words.upload}
          </Button>
        </>
      }
    >
      <div class="flex flex-col gap-3">
        <label class="flex flex-col gap-1 text-[13px] font-medium text-soft">
          {words.file}
          <input
            type="file"
            accept=".graphql,.graphqls,.gql,.sdl,text/plain"
            class={`${INPUT_CLASS} py-1.5`}
            onChange={(event) => void read(event.currentTarget.files?.[0])}
          />
        </label>
        <TextInput label={words.sdl} mono rows={12} value={sdl()} onInput={setSdl} />
        <Show when={errors().length > 0}>
          <div role="alert">
            <ul class="text-xs text-bad">
              <For each={errors()}>{({ message }) => <li class="break-words">{message}</li>}</For>
            </ul>
          </div>
        </Show>
      </div>
    </Dialog>
  );
}
