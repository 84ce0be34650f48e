import { createEffect, createSignal, on, Show } from "solid-js";
import { answer, api } from "~/api/client.ts";
import { useQuery } from "~/api/query.ts";
import { Button } from "~/components/button.tsx";
import { Confirm, Dialog } from "~/components/dialog.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { toast } from "~/components/toast.tsx";
import { UnsavedGuard } from "~/components/unsaved-guard.tsx";
import { useAction } from "~/primitives/action.ts";
import { text } from "~/text/index.ts";
import { QuotaFields } from "./quota-fields.tsx";
import { isComplete, isSameQuota, type QuotaForm, quotaFormOf, quotaOf } from "./quota-form.ts";
import { actingIn, type Organization, type Quota, useTreeChanged } from "./settings-queries.ts";

const words = text.settings.below;

interface QuotaDialogProps {
  /** Null: closed. */
  readonly organization: Organization | null;
  readonly onClose: () => void;
}

/** How much an organization may use, set in the one right above it: it is that one's quota which bounds it. */
export function QuotaDialog(props: QuotaDialogProps) {
  return (
    <Show when={props.organization} keyed>
      {(organization) => <OpenQuota organization={organization} onClose={props.onClose} />}
    </Show>
  );
}

function OpenQuota(props: { readonly organization: Organization; readonly onClose: () => void }) {
  const changed = useTreeChanged();
  const id = () => props.organization.id;
  const parentId = () => props.organization.parentId ?? "";
  const quotas = useQuery(() => ({
    queryKey: ["quotas", id()],
    queryFn: async ({ signal }) => {
      const quotaIn = async (orgId: string): Promise<Quota> =>
        (await answer(api.GET("/api/v1/organization/usage", { headers: actingIn(orgId), signal }))).quota;
      const [own, above] = await Promise.all([quotaIn(id()), quotaIn(parentId())]);
      return { own, above };
    },
    staleTime: 0,
    gcTime: 0,
  }));
  const [form, setForm] = createSignal<QuotaForm | null>(null);
  createEffect(
    on(
      () => quotas.data ?? null,
      (data) => {
        // What is being typed stays, whatever a second answer says.
        if (data !== null && form() === null) setForm(quotaFormOf(data.own, data.above));
      },
    ),
  );
  const save = useAction(async (wish: QuotaForm) => {
    await answer(
      api.PUT("/api/v1/organization/children/{id}/quota", {
        params: { path: { id: id() } },
        headers: actingIn(parentId()),
        body: quotaOf(wish),
      }),
    );
    await changed();
    toast({ title: words.quotaSaved(props.organization.name) });
    props.onClose();
  });
  const [isLeaving, setLeaving] = createSignal(false);
  const isDirty = () => {
    const [typed, data] = [form(), quotas.data];
    return typed !== null && data !== undefined && !isSameQuota(typed, quotaFormOf(data.own, data.above));
  };
  const close = () => (isDirty() ? setLeaving(true) : props.onClose());
  const isReady = () => {
    const typed = form();
    return typed !== null && isComplete(typed);
  };
  return (
    <Dialog
      open
      onClose={close}
      title={words.quotaTitle(props.organization.name)}
      description={words.quotaHint}
      footer={
        <>
          <Button onClick={close}>{text.shell.actions.cancel}</Button>
          <Button look="primary" type="submit" form="quota" busy={save.busy()} disabled={!isReady()}>
            {words.save}
          </Button>
        </>
      }
    >
      <QueryView query={quotas} permission="organization:read">
        {(data) => (
          <Show when={form()}>
            {(typed) => (
              <form
                id="quota"
                class="flex flex-col gap-4"
                noValidate
                onSubmit={(event) => {
                  event.preventDefault();
                  void save.run(typed());
                }}
              >
                <QuotaFields
                  form={typed()}
                  above={data().above}
                  onChange={setForm}
                  fieldError={save.fieldError}
                />
                <ProblemNote problem={save.problem()} />
              </form>
            )}
          </Show>
        )}
      </QueryView>
      <UnsavedGuard draft={{ isDirty, discard: props.onClose }} />
      <Confirm
        open={isLeaving()}
        onClose={() => setLeaving(false)}
        onConfirm={props.onClose}
        title={text.shell.unsaved.leaveTitle}
        description={text.shell.unsaved.leave}
        confirm={text.shell.unsaved.leaveAnyway}
        danger
      />
    </Dialog>
  );
}
