import { useQueryClient } from "@tanstack/solid-query";
import { createEffect, createSignal, For, on, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { Button } from "~/components/button.tsx";
import { Dialog } from "~/components/dialog.tsx";
import { labelClass, TextInput } from "~/components/field.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { Select } from "~/components/select.tsx";
import { PermissionEditor } from "~/features/roles/permission-editor.tsx";
import { usePermissions } from "~/features/roles/role-queries.ts";
import { useAction } from "~/primitives/action.ts";
import { text } from "~/text/index.ts";
import { type CreatedApiKey, createApiKey, keysKey } from "./api-key-queries.ts";
import { EXPIRIES, type Expiry, expiresAt } from "./key-draft.ts";
import { useScopeChoice } from "./use-scope-choice.ts";

const words = text.apiKeys.form;
const PRESETS = ["send", "read", "everything", "nothing"] as const;

interface MakeKeyProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onMade: (created: CreatedApiKey) => void;
}

/** As little as the program needs: scopes are chosen in the matrix of permissions, and none that one does not hold. */
export function MakeKeyDialog(props: MakeKeyProps) {
  const may = useMay();
  const queries = useQueryClient();
  const permissions = usePermissions(() => may("roles:read") && props.open);
  const choice = useScopeChoice(() => permissions.data);
  const [name, setName] = createSignal("");
  const [expiry, setExpiry] = createSignal<Expiry>("d365");
  const [custom, setCustom] = createSignal("");
  createEffect(
    on(
      () => props.open,
      (open) => {
        if (!open) return;
        setName("");
        setExpiry("d365");
        setCustom("");
        choice.preset("nothing");
      },
    ),
  );
  // The least that a key is made for, once it is known what may be given.
  createEffect(
    on([() => props.open, () => permissions.data !== undefined], ([open, isKnown]) => {
      if (open && isKnown) choice.preset("send");
    }),
  );
  const end = () => expiresAt(expiry(), custom(), Date.now());
  const make = useAction(async () => {
    const created = await createApiKey(name().trim(), [...choice.scopes()], end() ?? null);
    void queries.invalidateQueries({ queryKey: keysKey() });
    props.onClose();
    props.onMade(created);
  });
  const close = () => {
    make.clear();
    props.onClose();
  };
  const blockedBy = () => {
    if (name().trim() === "") return words.noName;
    if (choice.scopes().size === 0) return words.nothing;
    return end() === undefined ? words.customMissing : null;
  };
  return (
    <Dialog
      open={props.open}
      onClose={close}
      title={words.title}
      description={words.hint}
      width="wide"
      footer={
        <>
          <p role="status" class="mr-auto self-center text-sm text-soft">
            {blockedBy()}
          </p>
          <Button onClick={close}>{text.shell.actions.cancel}</Button>
          <Button
            look="primary"
            type="submit"
            form="make-key"
            busy={make.busy()}
            disabled={blockedBy() !== null}
          >
            {words.create}
          </Button>
        </>
      }
    >
      <form
        id="make-key"
        class="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (blockedBy() === null) void make.run();
        }}
      >
        <div class="grid gap-4 sm:grid-cols-2">
          <TextInput
            label={words.name}
            hint={words.nameHint}
            required
            autofocus
            value={name()}
            onInput={setName}
            error={make.fieldError("/name")}
          />
          <Select
            label={words.expiry}
            options={EXPIRIES.map((value) => ({ value, label: words.expiries[value] }))}
            value={expiry()}
            onChange={setExpiry}
            error={expiry() === "custom" ? undefined : make.fieldError("/expiresAt")}
          />
          <Show when={expiry() === "custom"}>
            <TextInput
              label={words.custom}
              type="datetime-local"
              required
              value={custom()}
              onInput={setCustom}
              error={make.fieldError("/expiresAt")}
            />
          </Show>
        </div>
        <div role="group" aria-label={words.presets} class="flex flex-wrap items-center gap-2">
          <span class={labelClass(false)}>{words.presets}</span>
          <For each={PRESETS.filter(choice.isOffered)}>
            {(preset) => (
              <Button size="small" onClick={() => choice.preset(preset)}>
                {words.preset[preset]}
              </Button>
            )}
          </For>
        </div>
        <div class="rounded-lg border border-line">
          <QueryView query={permissions} permission={text.roles.permission}>
            {(all) => (
              <PermissionEditor
                label={words.scopesLabel}
                all={all()}
                chosen={choice.scopes()}
                onChange={choice.set}
                readOnly={false}
                inDialog
              />
            )}
          </QueryView>
        </div>
        <ProblemNote problem={make.problem()} />
      </form>
    </Dialog>
  );
}
