import { createSignal, Show } from "solid-js";
import { answer, api } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { Dialog } from "~/components/dialog.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { toast } from "~/components/toast.tsx";
import { SecretInput } from "~/features/connect/secret-input.tsx";
import { useAction } from "~/primitives/action.ts";
import { text } from "~/text/index.ts";
import { OverlapSelect } from "./overlap-select.tsx";
import { isOwnSecret } from "./own-secrets.ts";
import { keepMadeSecret } from "./shown-once.ts";
import { type Connector, type Source, useSourcesChanged } from "./source-queries.ts";

const words = text.sources.secrets;

interface AddSecretProps {
  readonly source: Source;
  readonly connector: Connector | undefined;
  readonly isFirst: boolean;
}

/** The first secret of a source, or the next one beside those that still verify. */
export function AddSecret(props: AddSecretProps) {
  const changed = useSourcesChanged();
  const [isOpen, setOpen] = createSignal(false);
  const [secret, setSecret] = createSignal("");
  const [isMade, setMade] = createSignal(false);
  const [overlap, setOverlap] = createSignal("86400");
  const field = () => props.connector?.fields.find(({ name }) => name === props.connector?.secretField);
  const label = () => field()?.label ?? words.value;
  const close = () => {
    add.clear();
    setSecret("");
    setOpen(false);
  };
  const add = useAction(async () => {
    await answer(
      api.POST("/api/v1/sources/{id}/secrets", {
        params: { path: { id: props.source.id } },
        body: { secret: secret(), overlapSeconds: Number(overlap()) },
      }),
    );
    if (isMade()) keepMadeSecret(props.source.id, { label: label(), value: secret() });
    await changed();
    toast({ title: words.added });
    setSecret("");
    setOpen(false);
  });
  const title = () => (props.isFirst ? words.add : words.rotate);
  return (
    <>
      <Button look={props.isFirst ? "primary" : "secondary"} onClick={() => setOpen(true)}>
        {title()}
      </Button>
      <Dialog
        open={isOpen()}
        onClose={close}
        title={title()}
        description={props.isFirst ? undefined : words.rotateText}
        footer={
          <>
            <Button onClick={close}>{text.shell.actions.cancel}</Button>
            <Button
              look="primary"
              type="submit"
              form="add-secret"
              busy={add.busy()}
              disabled={secret().trim() === ""}
            >
              {title()}
            </Button>
          </>
        }
      >
        <form
          id="add-secret"
          class="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            void add.run();
          }}
        >
          <SecretInput
            words={text.sources.form}
            label={label()}
            hint={field()?.help}
            placeholder={field()?.placeholder ?? ""}
            required
            canMake={isOwnSecret(props.source.provider, field()?.name ?? "")}
            value={secret()}
            onInput={(value, made) => {
              setSecret(value);
              setMade(made);
            }}
            error={add.fieldError("/secret")}
          />
          <Show when={!props.isFirst}>
            <OverlapSelect value={overlap()} onChange={setOverlap} />
          </Show>
          <ProblemNote problem={add.problem()} />
        </form>
      </Dialog>
    </>
  );
}
