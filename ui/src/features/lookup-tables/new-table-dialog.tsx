import { useQueryClient } from "@tanstack/solid-query";
import { createSignal } from "solid-js";
import { answer, api, inOrganization } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { Dialog } from "~/components/dialog.tsx";
import { TextInput } from "~/components/field.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { toast } from "~/components/toast.tsx";
import { useAction } from "~/primitives/action.ts";
import { text } from "~/text/index.ts";

const words = text.lookupTables.form;

interface NewTableProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onCreated: (name: string) => void;
}

export function NewTableDialog(props: NewTableProps) {
  const queries = useQueryClient();
  const [name, setName] = createSignal("");
  const [description, setDescription] = createSignal("");
  const close = () => {
    create.clear();
    setName("");
    setDescription("");
    props.onClose();
  };
  const create = useAction(async () => {
    const body = { name: name().trim(), description: description() };
    const table = await answer(api.POST("/api/v1/lookup-tables", { body }));
    void queries.invalidateQueries({ queryKey: inOrganization("lookup-tables") });
    toast({ title: words.created(table.name) });
    close();
    props.onCreated(table.name);
  });
  return (
    <Dialog
      open={props.open}
      onClose={close}
      title={words.title}
      description={words.text}
      footer={
        <>
          <Button onClick={close}>{text.shell.actions.cancel}</Button>
          <Button
            look="primary"
            type="submit"
            form="new-lookup-table"
            busy={create.busy()}
            disabled={name().trim() === ""}
          >
            {words.submit}
          </Button>
        </>
      }
    >
      <form
        id="new-lookup-table"
        class="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void create.run();
        }}
      >
        <TextInput
          label={words.name}
          hint={words.nameHint}
          placeholder="countries"
          mono
          required
          value={name()}
          onInput={setName}
          error={create.fieldError("/name")}
        />
        <code class="-mt-2 font-mono text-xs break-all text-soft">{words.use(name().trim())}</code>
        <TextInput
          label={words.description}
          value={description()}
          onInput={setDescription}
          error={create.fieldError("/description")}
        />
        <ProblemNote problem={create.problem()} />
      </form>
    </Dialog>
  );
}
