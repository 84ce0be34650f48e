import { For } from "solid-js";
import { FieldSet, TextInput } from "~/components/field.tsx";
import { bytes, count } from "~/primitives/numbers.ts";
import { text } from "~/text/index.ts";
import { isHalf, isNoNumber, type QuotaForm, RATES, type RateName } from "./quota-form.ts";
import type { Quota } from "./settings-queries.ts";

const words = text.settings.below;
const { usage } = text.settings;

interface QuotaFieldsProps {
  readonly form: QuotaForm;
  /** What bounds it. */
  readonly above: Quota;
  readonly onChange: (form: QuotaForm) => void;
  readonly fieldError: (pointer: string) => string | undefined;
}

export function QuotaFields(props: QuotaFieldsProps) {
  const change = (members: Partial<QuotaForm>) => props.onChange({ ...props.form, ...members });
  const bound = (limit: number | null, say: (value: number) => string) =>
    words.bound(limit === null ? usage.unlimited : say(limit));
  return (
    <>
      <TextInput
        label={words.eventsPerDay}
        hint={bound(props.above.eventsPerDay, count)}
        type="number"
        min={0}
        value={props.form.eventsPerDay}
        onInput={(eventsPerDay) => change({ eventsPerDay })}
        error={fault(props.form.eventsPerDay) ?? props.fieldError("/eventsPerDay")}
      />
      <div class="grid gap-4 sm:grid-cols-2">
        <TextInput
          label={words.integrationsMax}
          hint={bound(props.above.integrations, count)}
          type="number"
          min={0}
          value={props.form.integrations}
          onInput={(integrations) => change({ integrations })}
          error={fault(props.form.integrations) ?? props.fieldError("/integrations")}
        />
        <TextInput
          label={words.storageMb}
          hint={bound(props.above.storageBytes, bytes)}
          value={props.form.storageMb}
          onInput={(storageMb) => change({ storageMb })}
          error={fault(props.form.storageMb) ?? props.fieldError("/storageBytes")}
        />
      </div>
      <For each={RATES}>{(name) => <RateField {...props} name={name} />}</For>
    </>
  );
}

function fault(typed: string): string | undefined {
  return isNoNumber(typed) ? words.noNumber : undefined;
}

function RateField(props: QuotaFieldsProps & { readonly name: RateName }) {
  const typed = () => props.form.rates[props.name];
  const above = () => props.above.rateLimits[props.name];
  const pointer = () => `/rateLimits/${props.name}`;
  const change = (members: Partial<ReturnType<typeof typed>>) =>
    props.onChange({
      ...props.form,
      rates: { ...props.form.rates, [props.name]: { ...typed(), ...members } },
    });
  const hint = () => {
    const limit = above();
    return limit === null
      ? words.rateHint
      : words.bound(usage.rate(count(limit.ratePerSecond), count(limit.burst)));
  };
  const missing = (value: string) =>
    isHalf(typed()) && value.trim() === "" ? words.bothNeeded : fault(value);
  return (
    <FieldSet legend={`${usage.rates}: ${usage[props.name]}`} hint={hint()}>
      <div class="grid gap-4 sm:grid-cols-2">
        <TextInput
          label={words.rate}
          value={typed().ratePerSecond}
          onInput={(ratePerSecond) => change({ ratePerSecond })}
          error={missing(typed().ratePerSecond) ?? props.fieldError(`${pointer()}/ratePerSecond`)}
        />
        <TextInput
          label={words.burst}
          value={typed().burst}
          onInput={(burst) => change({ burst })}
          error={missing(typed().burst) ?? props.fieldError(`${pointer()}/burst`)}
        />
      </div>
    </FieldSet>
  );
}
