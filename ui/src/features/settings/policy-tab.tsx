import { useQueryClient } from "@tanstack/solid-query";
import { createEffect, createSignal, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { answer, api, inOrganization } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { Card } from "~/components/page.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { toast } from "~/components/toast.tsx";
import { numberFault } from "~/features/connect/field-faults.ts";
import { useChecks } from "~/features/connect/use-checks.ts";
import { useAction } from "~/primitives/action.ts";
import { useOrganization } from "~/shell/use-organization.ts";
import { text } from "~/text/index.ts";
import { MOST_DAYS } from "./general-form.ts";
import { LoweredDialog } from "./lowered-dialog.tsx";
import { loweredByPolicy } from "./lowered-retention.ts";
import { DayFields } from "./policy-days.tsx";
import { FlagFields } from "./policy-flags.tsx";
import { lineFaults, type PolicyForm, policyFormOf, policyOf } from "./policy-form.ts";
import { HostFields } from "./policy-hosts.tsx";
import type { TypedDraft } from "./settings-draft.ts";
import { type Policy, useDescendants, usePolicy, useTreeChanged } from "./settings-queries.ts";

const words = text.settings;

export function PolicyTab(props: { readonly draft: TypedDraft<PolicyForm> }) {
  const policy = usePolicy();
  return (
    <QueryView query={policy} permission="organization:read">
      {(data) => <PolicyEditor policy={data()} draft={props.draft} />}
    </QueryView>
  );
}

/** What every part of the form gets. */
export interface PolicyFieldsProps {
  readonly policy: Policy;
  readonly form: PolicyForm;
  readonly onChange: (members: Partial<PolicyForm>) => void;
  readonly disabled: boolean;
  /** Why the gateway refused a member, with the line it is about. */
  readonly errorOf: (member: keyof Policy["own"], typed?: string) => string | undefined;
}

interface PolicyEditorProps {
  readonly policy: Policy;
  readonly draft: TypedDraft<PolicyForm>;
}

function PolicyEditor(props: PolicyEditorProps) {
  const may = useMay();
  const queries = useQueryClient();
  const changed = useTreeChanged();
  const below = useDescendants(() => may("children:read"));
  const organization = useOrganization();
  const form = (): PolicyForm => ({ ...policyFormOf(props.policy.own), ...props.draft.typed() });
  const isDirty = () =>
    JSON.stringify(policyOf(form())) !== JSON.stringify(policyOf(policyFormOf(props.policy.own)));
  createEffect(() => props.draft.setDirty(isDirty()));
  const mayNot = () => !may("policies:update");
  const lowered = () => loweredByPolicy(props.policy, form(), organization.data?.parentId === null);
  const [isAsking, setAsking] = createSignal(false);
  const checks = useChecks(() => ({
    retentionDays: numberFault(form().retentionDays, 1, MOST_DAYS),
    auditRetentionDays: numberFault(form().auditRetentionDays, 1, MOST_DAYS),
  }));
  const save = useAction(async () => {
    const saved = await answer(api.PUT("/api/v1/organization/policy", { body: policyOf(form()) }));
    queries.setQueryData(inOrganization("policy"), saved);
    await changed();
    props.draft.discard();
    toast({ title: words.saved });
  });
  const send = () => (lowered().length > 0 ? setAsking(true) : void save.run());
  const fields = (): PolicyFieldsProps => ({
    policy: props.policy,
    form: form(),
    onChange: props.draft.change,
    disabled: mayNot(),
    errorOf: (member, lines = "") => {
      if (member === "retentionDays" || member === "auditRetentionDays") {
        const fault = checks.faultOf(member);
        if (fault !== undefined) return fault;
      }
      const faults = lineFaults(save.problem()?.errors ?? [], member, lines);
      const said = faults.map(({ line, message }) =>
        line === null ? message : words.policy.at(line, message),
      );
      return said.length === 0 ? undefined : said.join(" ");
    },
  });
  return (
    <form
      aria-label={words.tabs.policy}
      class="flex flex-col gap-5"
      noValidate
      onSubmit={(event) => checks.submit(event, send)}
    >
      <p class="max-w-3xl text-sm text-soft">{words.policy.intro}</p>
      <Show when={mayNot()}>
        <p class="rounded-md bg-sunken px-3 py-2 text-sm text-soft">{words.readOnly}</p>
      </Show>
      <Card flush>
        <div class="divide-y divide-line">
          <DayFields {...fields()} />
          <FlagFields {...fields()} />
          <HostFields {...fields()} />
        </div>
      </Card>
      <ProblemNote problem={save.problem()} />
      <Show when={!mayNot()}>
        <div class="flex flex-wrap items-center gap-3">
          <Button look="primary" type="submit" busy={save.busy()} disabled={!isDirty()}>
            {words.save}
          </Button>
          <Button
            disabled={!isDirty()}
            onClick={() => {
              save.clear();
              checks.clear();
              props.draft.discard();
            }}
          >
            {words.discard}
          </Button>
          <Show when={below.data}>
            {(all) => <span class="text-xs text-faint">{words.policy.reach(all().length)}</span>}
          </Show>
        </div>
      </Show>
      <LoweredDialog
        lowered={lowered()}
        open={isAsking()}
        onClose={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false);
          void save.run();
        }}
      />
    </form>
  );
}
