import { createEffect, createSignal, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { answer, api } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { TextInput } from "~/components/field.tsx";
import { Card } from "~/components/page.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { Select } from "~/components/select.tsx";
import { toast } from "~/components/toast.tsx";
import { missingFault, numberFault } from "~/features/connect/field-faults.ts";
import { useChecks } from "~/features/connect/use-checks.ts";
import { useAction } from "~/primitives/action.ts";
import { text } from "~/text/index.ts";
import { changesOf, formOf, type GeneralForm, MOST_DAYS, MOST_SHARDS } from "./general-form.ts";
import { LoweredDialog } from "./lowered-dialog.tsx";
import { loweredByDays } from "./lowered-retention.ts";
import type { TypedDraft } from "./settings-draft.ts";
import { type Organization, usePolicy, useTreeChanged } from "./settings-queries.ts";

const words = text.settings;
const MODES = (["open", "strict"] as const).map((value) => ({
  value,
  label: words.modes[value],
  hint: words.modes[`${value}Hint`],
}));

interface GeneralSettingsProps {
  readonly organization: Organization;
  readonly draft: TypedDraft<GeneralForm>;
}

export function GeneralSettings(props: GeneralSettingsProps) {
  const may = useMay();
  const policy = usePolicy();
  const changed = useTreeChanged();
  // What is not typed follows the gateway: somebody else may change it meanwhile.
  const form = (): GeneralForm => ({ ...formOf(props.organization), ...props.draft.typed() });
  const change = (members: Partial<GeneralForm>) => props.draft.change(members);
  const changes = () => changesOf(props.organization, form());
  const isDirty = () => Object.keys(changes()).length > 0;
  createEffect(() => props.draft.setDirty(isDirty()));
  const lowered = () => loweredByDays(props.organization.retentionDays, changes().retentionDays);
  const [isAsking, setAsking] = createSignal(false);
  const checks = useChecks(() => ({
    name: missingFault(form().name),
    retentionDays: missingFault(form().retentionDays) ?? numberFault(form().retentionDays, 1, MOST_DAYS),
    intakeShards: missingFault(form().intakeShards) ?? numberFault(form().intakeShards, 1, MOST_SHARDS),
  }));
  const mayNot = () => !may("organization:update");
  const modeIsInherited = () =>
    policy.data?.inherited.catalogueMode === true && policy.data.effective.catalogueMode === "strict";
  const save = useAction(async () => {
    await answer(api.PATCH("/api/v1/organization", { body: changes() }));
    await changed();
    props.draft.discard();
    toast({ title: words.saved });
  });
  const discard = () => {
    save.clear();
    checks.clear();
    props.draft.discard();
  };
  const send = () => (lowered().length > 0 ? setAsking(true) : void save.run());
  return (
    <Card title={words.general}>
      <form
        class="flex flex-col gap-4"
        aria-label={words.general}
        noValidate
        onSubmit={(event) => checks.submit(event, send)}
      >
        <Show when={mayNot()}>
          <p class="rounded-md bg-sunken px-3 py-2 text-sm text-soft">{words.readOnly}</p>
        </Show>
        <TextInput
          label={words.name}
          required
          disabled={mayNot()}
          value={form().name}
          onInput={(name) => change({ name })}
          error={checks.faultOf("name") ?? save.fieldError("/name")}
        />
        <Select
          label={words.catalogueMode}
          hint={modeIsInherited() ? words.modeInherited : words.modes[`${form().catalogueMode}Hint`]}
          disabled={mayNot() || modeIsInherited()}
          options={MODES}
          value={form().catalogueMode}
          onChange={(catalogueMode) => change({ catalogueMode })}
          error={save.fieldError("/catalogueMode")}
        />
        <div class="grid gap-4 sm:grid-cols-2">
          <TextInput
            label={words.retention}
            hint={words.retentionHint}
            type="number"
            min={1}
            max={MOST_DAYS}
            disabled={mayNot()}
            value={form().retentionDays}
            onInput={(retentionDays) => change({ retentionDays })}
            error={checks.faultOf("retentionDays") ?? save.fieldError("/retentionDays")}
          />
          <TextInput
            label={words.shards}
            hint={words.shardsHint}
            type="number"
            min={1}
            max={MOST_SHARDS}
            disabled={mayNot()}
            value={form().intakeShards}
            onInput={(intakeShards) => change({ intakeShards })}
            error={checks.faultOf("intakeShards") ?? save.fieldError("/intakeShards")}
          />
        </div>
        <Show when={changes().intakeShards !== undefined}>
          <p role="status" class="rounded-md bg-warn-soft px-3 py-2 text-sm text-warn">
            {words.shardsWarning}
          </p>
        </Show>
        <ProblemNote problem={save.problem()} />
        <Show when={!mayNot()}>
          <div class="flex gap-2">
            <Button look="primary" type="submit" busy={save.busy()} disabled={!isDirty()}>
              {words.save}
            </Button>
            <Button disabled={!isDirty()} onClick={discard}>
              {words.discard}
            </Button>
          </div>
        </Show>
      </form>
      <LoweredDialog
        lowered={lowered()}
        open={isAsking()}
        onClose={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false);
          void save.run();
        }}
      />
    </Card>
  );
}
