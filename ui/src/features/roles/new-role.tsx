import { useNavigate, useSearchParams } from "@solidjs/router";
import { useQueryClient } from "@tanstack/solid-query";
import { createSignal, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { inOrganization, organizationId } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { Card, Page } from "~/components/page.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { LoadingRows, NotAllowed } from "~/components/states.tsx";
import { toast } from "~/components/toast.tsx";
import { UnsavedGuard } from "~/components/unsaved-guard.tsx";
import { Crumb } from "~/features/connect/crumb.tsx";
import { Notice } from "~/features/connect/notice.tsx";
import { useAction } from "~/primitives/action.ts";
import { text } from "~/text/index.ts";
import type { PermissionInfo } from "./arrange-permissions.ts";
import { PermissionEditor } from "./permission-editor.tsx";
import { lackedOf } from "./permission-sets.ts";
import { RoleFields } from "./role-fields.tsx";
import { createRole, type Role, usePermissions, useRoles } from "./role-queries.ts";

const words = text.roles;

/** A role of one's own, from nothing or from another one (`?from=`). */
export function NewRole() {
  const may = useMay();
  const [params] = useSearchParams<{ from?: string }>();
  const permissions = usePermissions();
  const roles = useRoles();
  return (
    <Page
      title={words.form.newTitle}
      description={words.form.newHint}
      crumb={<Crumb path="/roles" label={words.back} />}
    >
      <QueryView query={permissions} permission={words.permission}>
        {(all) => (
          <Show when={may("roles:create")} fallback={<NotAllowed permission="roles:create" />}>
            <QueryView query={roles} permission={words.permission} loading={<LoadingRows />}>
              {(others) => (
                <NewRoleForm
                  all={all()}
                  roles={others()}
                  from={others().find(({ id }) => id === params.from) ?? null}
                />
              )}
            </QueryView>
          </Show>
        )}
      </QueryView>
    </Page>
  );
}

interface NewRoleFormProps {
  readonly all: readonly PermissionInfo[];
  readonly roles: readonly Role[];
  readonly from: Role | null;
}

function NewRoleForm(props: NewRoleFormProps) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { from, all } = props;
  const leftOut = from === null ? [] : lackedOf(from.permissions, all);
  const start = new Set<string>(from?.permissions.filter((name) => !leftOut.includes(name)));
  const [name, setName] = createSignal(from === null ? "" : words.form.copyOf(from.name));
  const [description, setDescription] = createSignal(from?.description ?? "");
  const [chosen, setChosen] = createSignal<ReadonlySet<string>>(start);
  const [isMade, setMade] = createSignal(false);
  const isDirty = () => !isMade() && (name() !== "" || chosen().size > 0) && chosen() !== start;
  const create = useAction(async () => {
    const role = await createRole({
      name: name().trim(),
      description: description().trim(),
      permissions: [...chosen()],
    });
    setMade(true);
    toast({ title: words.form.created(role.name) });
    void queries.invalidateQueries({ queryKey: inOrganization("roles") });
    navigate(`/o/${organizationId()}/roles/${role.id}`);
  });
  const blockedBy = () => {
    if (name().trim() === "") return words.form.noName;
    return chosen().size === 0 ? words.form.nothing : null;
  };
  return (
    <form
      class="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (blockedBy() === null) void create.run();
      }}
    >
      <Show when={leftOut.length > 0}>
        <Notice tone="info">{words.form.leftOut(leftOut.length, from?.name ?? "")}</Notice>
      </Show>
      <div class="grid items-start gap-5 xl:grid-cols-[20rem_minmax(0,1fr)]">
        <Card title={words.facts.title}>
          <RoleFields
            autofocus
            name={name()}
            onName={setName}
            nameError={create.fieldError("/name")}
            description={description()}
            onDescription={setDescription}
            descriptionError={create.fieldError("/description")}
          />
        </Card>
        <Card title={words.matrix.title} flush>
          <PermissionEditor
            label={words.matrix.label(name() || words.form.newTitle)}
            all={all}
            chosen={chosen()}
            onChange={setChosen}
            readOnly={false}
            comparables={props.roles}
            forPeople
          />
        </Card>
      </div>
      <section
        aria-label={words.form.create}
        class="sticky bottom-3 z-20 flex flex-col gap-2 rounded-xl border border-line-strong bg-raised px-4 py-2.5 shadow-pop"
      >
        <ProblemNote problem={create.problem()} />
        <div class="flex flex-wrap items-center gap-3">
          <Button look="primary" type="submit" busy={create.busy()} disabled={blockedBy() !== null}>
            {words.form.create}
          </Button>
          <p role="status" class="text-sm text-soft">
            {blockedBy() ?? words.matrix.chosen(chosen().size, all.length)}
          </p>
        </div>
      </section>
      <UnsavedGuard draft={{ isDirty, discard: () => setMade(true) }} />
    </form>
  );
}
