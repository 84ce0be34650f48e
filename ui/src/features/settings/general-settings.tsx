import { createSignal, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { answer, api } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { Confirm } from "~/components/dialog.tsx";
import { TextInput } from "~/components/field.tsx";
import { Card } from "~/components/page.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { Select } from "~/components/select.tsx";
import { toast } from "~/components/toast.tsx";
import { useAction } from "~/primitives/action.ts";
import { text } from "~/text/index.ts";
import { changesOf, formOf, type GeneralForm } from "./general-form.ts";
import { type Organization, usePolicy, useTreeChanged } from "./settings-queries.ts";

const words = text.settings;
const MODES = (["open", "strict"] as const).map((value) => ({
  value,
  label: words.modes[value],
  hint: words.modes[`${value}Hint`],
}));

export function GeneralSettings(props: { readonly organization: Organization }) {
  const may = useMay();
  const policy = usePolicy();
  const changed = useTreeChanged();
  // What is not typed follows the gateway: somebody else may change it meanwhile.
  const [typed, setTyped] = createSignal<Partial<GeneralForm>>({});
  const form = (): GeneralForm => ({ ...formOf(props.organization), ...typed() });
  const change = (members: Partial<GeneralForm>) => setTyped((before) => ({ ...before, ...members }));
  const changes = () => changesOf(props.organization, form());
  const isDirty = () => Object.keys(changes()).length > 0;
  const [isAsking, setAsking] = createSignal(false);
  /** What is older goes, and nothing brings it back. */
  const isShortened = () => {
    const days = Number(changes().retentionDays ?? Number.NaN);
    return days >= 1 && days < props.organization.retentionDays;
  };
  const mayNot = () => !may("organization:update");
  const modeIsInherited = () =>
    policy.data?.inherited.catalogueMode === true && policy.data.effective.catalogueMode === "strict";
  const save = useAction(async () => {
    const sent = typed();
    await answer(api.PATCH("/api/v1/organization", { body: changes() }));
    await changed();
    // What was typed while it was under way stays typed.
    setTyped((now) => (now === sent ? {} : now));
    toast({ title: words.saved });
  });
  const discard = () => {
    save.clear();
    setTyped({});
  };
  return (
    <Card title={words.general}>
      <form
        class="flex flex-col gap-4"
        aria-label={words.general}
        onSubmit={(event) => {
          event.preventDefault();
          if (isShortened()) setAsking(true);
          else void save.run();
        }}
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
          error={save.fieldError("/name")}
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
            max={3_650}
            disabled={mayNot()}
            value={form().retentionDays}
            onInput={(retentionDays) => change({ retentionDays })}
            error={save.fieldError("/retentionDays")}
          />
          <TextInput
            label={words.shards}
            hint={words.shardsHint}
            type="number"
            min={1}
            max={32}
            disabled={mayNot()}
            value={form().intakeShards}
            onInput={(intakeShards) => change({ intakeShards })}
            error={save.fieldError("/intakeShards")}
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
      <Confirm
        open={isAsking()}
        onClose={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false);
          void save.run();
        }}
        title={words.shorten.title}
        description={words.shorten.text(Number(form().retentionDays))}
        confirm={words.shorten.confirm}
        danger
      />
    </Card>
  );
}
