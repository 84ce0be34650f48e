import { useQueryClient } from "@tanstack/solid-query";
import { Plus } from "lucide-solid";
import { createSignal, For, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { answer, api, inOrganization } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { Drawer } from "~/components/drawer.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { Empty } from "~/components/states.tsx";
import { toast, toastProblem } from "~/components/toast.tsx";
import { text } from "~/text/index.ts";
import { useVariables } from "../names/use-names.ts";
import { VariableForm } from "./variable-form.tsx";
import { VariableRow } from "./variable-row.tsx";

export interface VariableValue {
  readonly name: string;
  readonly value: string;
  readonly description: string;
}

/** The organization's plain values: `{{env.NAME}}` in templates, `context.env.NAME` in scripts. */
export function VariablesDrawer(props: { readonly open: boolean; readonly onClose: () => void }) {
  return (
    <Drawer
      open={props.open}
      onClose={props.onClose}
      title={text.editors.variables.title}
      subtitle={text.editors.variables.subtitle}
    >
      <VariableList />
    </Drawer>
  );
}

export function VariableList() {
  const words = text.editors.variables;
  const may = useMay();
  const client = useQueryClient();
  const variables = useVariables();
  const [editing, setEditing] = createSignal<string | null>(null);
  let list: HTMLDivElement | undefined;
  // The form goes, and the focus with it: it stays in the drawer, where Escape closes it and Tab goes on.
  const close = () => {
    setEditing(null);
    list?.focus({ preventScroll: true });
  };
  const renew = () => client.invalidateQueries({ queryKey: inOrganization("variables") });

  const make = async (variable: VariableValue) => {
    await answer(api.POST("/api/v1/variables", { body: variable }));
    toast({ title: words.saved(variable.name) });
    close();
    void renew();
  };
  const change = async ({ name, value, description }: VariableValue) => {
    await answer(
      api.PUT("/api/v1/variables/{name}", { params: { path: { name } }, body: { value, description } }),
    );
    toast({ title: words.saved(name) });
    close();
    void renew();
  };
  const remove = async (variable: VariableValue) => {
    try {
      const path = { name: variable.name };
      await answer(api.DELETE("/api/v1/variables/{name}", { params: { path } }));
      const { name, value, description } = variable;
      const undo = () => void make({ name, value, description }).catch(toastProblem);
      toast({ title: words.deleted(name), action: { label: text.shell.actions.undo, run: undo } });
      void renew();
    } catch (error) {
      toastProblem(error);
    }
  };
  const mayEdit = () => may("organization:update");
  const add = () => (
    <Show when={mayEdit()}>
      <Button look="primary" onClick={() => setEditing("")}>
        <Plus class="size-4" aria-hidden="true" />
        {words.add}
      </Button>
    </Show>
  );
  return (
    <div ref={list} tabindex="-1" class="flex flex-col gap-4 outline-none">
      <Show when={editing() === ""}>
        <VariableForm onSave={make} onCancel={close} />
      </Show>
      <QueryView
        query={variables}
        permission="organization:read"
        isEmpty={({ items }) => items.length === 0 && editing() !== ""}
        empty={
          <Empty title={words.emptyTitle} action={add()}>
            {words.empty}
          </Empty>
        }
      >
        {(data) => (
          <>
            <Show when={data().items.length > 0}>
              <ul class="divide-y divide-line rounded-xl border border-line bg-surface">
                <For each={data().items}>
                  {(variable) => (
                    <li class="px-4 py-3">
                      <Show
                        when={editing() === variable.name}
                        fallback={
                          <VariableRow
                            variable={variable}
                            mayEdit={mayEdit()}
                            onEdit={() => setEditing(variable.name)}
                            onDelete={() => void remove(variable)}
                          />
                        }
                      >
                        <VariableForm known={variable} onSave={change} onCancel={close} />
                      </Show>
                    </li>
                  )}
                </For>
              </ul>
            </Show>
            <Show when={editing() === null}>
              <div>{add()}</div>
            </Show>
          </>
        )}
      </QueryView>
    </div>
  );
}
