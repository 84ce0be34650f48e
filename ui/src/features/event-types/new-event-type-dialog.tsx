import { createSignal } from "solid-js";
import { answer, api } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { CodeEditor } from "~/components/code/code-editor.tsx";
import { Dialog } from "~/components/dialog.tsx";
import { TextInput } from "~/components/field.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { toast } from "~/components/toast.tsx";
import { bodyText, readJson } from "~/features/connect/json-text.ts";
import { useAction } from "~/primitives/action.ts";
import { text } from "~/text/index.ts";
import { useCatalogueChanged } from "./event-type-queries.ts";

const words = text.eventTypes.form;

interface NewEventTypeProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onCreated: (name: string) => void;
}

/** Name, meaning and an example; the schema comes on the type's own page. */
export function NewEventTypeDialog(props: NewEventTypeProps) {
  const changed = useCatalogueChanged();
  const [name, setName] = createSignal("");
  const [description, setDescription] = createSignal("");
  const [example, setExample] = createSignal("");
  const json = () => readJson(example());
  const create = useAction(async () => {
    const read = json();
    const members = { name: name().trim(), description: description() };
    const body = bodyText(members, read.kind === "json" ? { example: read.text } : {});
    const type = await answer(api.POST("/api/v1/event-types", { body: members, bodySerializer: () => body }));
    toast({ title: words.created(type.name) });
    void changed();
    close();
    props.onCreated(type.name);
  });
  const close = () => {
    create.clear();
    setName("");
    setDescription("");
    setExample("");
    props.onClose();
  };
  return (
    <Dialog
      open={props.open}
      onClose={close}
      title={words.title}
      description={words.text}
      width="wide"
      footer={
        <>
          <Button onClick={close}>{text.shell.actions.cancel}</Button>
          <Button
            look="primary"
            type="submit"
            form="new-event-type"
            busy={create.busy()}
            disabled={name().trim() === "" || json().kind === "broken"}
          >
            {words.submit}
          </Button>
        </>
      }
    >
      <form
        id="new-event-type"
        class="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void create.run();
        }}
      >
        <TextInput
          label={words.name}
          hint={words.nameHint}
          placeholder="order.created"
          mono
          required
          value={name()}
          onInput={setName}
          error={create.fieldError("/name")}
        />
        <TextInput
          label={words.description}
          value={description()}
          onInput={setDescription}
          error={create.fieldError("/description")}
        />
        <div>
          <p class="mb-1 text-[13px] font-medium text-soft">{words.example}</p>
          <CodeEditor
            label={words.example}
            language="json"
            value={example()}
            onChange={setExample}
            maxHeightPx={260}
          />
          <p class={`mt-1 text-xs ${json().kind === "broken" ? "text-bad" : "text-faint"}`}>
            {json().kind === "broken" ? words.badJson : (create.fieldError("/example") ?? words.exampleHint)}
          </p>
        </div>
        <ProblemNote problem={create.problem()} />
      </form>
    </Dialog>
  );
}
