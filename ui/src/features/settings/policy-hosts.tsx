import { For, Show } from "solid-js";
import { TextInput } from "~/components/field.tsx";
import { Select } from "~/components/select.tsx";
import { useOrganization } from "~/shell/use-organization.ts";
import { text } from "~/text/index.ts";
import { linesOf } from "./policy-form.ts";
import { PolicyRow } from "./policy-row.tsx";
import type { PolicyFieldsProps } from "./policy-tab.tsx";

const words = text.settings.policy;
const KINDS = (["any", "listed"] as const).map((value) => ({ value, label: words.allowedKinds[value] }));

/** Where data may go, and where it may live: lists, a line for each. */
export function HostFields(props: PolicyFieldsProps) {
  const organization = useOrganization();
  const region = () => organization.data?.region ?? "";
  return (
    <>
      <PolicyRow
        title={words.allowedHosts}
        about={words.allowedHint}
        holds={<Names names={props.policy.effective.allowedHosts} />}
        inherited={props.policy.inherited.allowedHosts && props.policy.effective.allowedHosts !== null}
        own={props.policy.own.allowedHosts !== null}
      >
        <Select
          label={`${words.demand}: ${words.allowedHosts.toLowerCase()}`}
          options={KINDS}
          disabled={props.disabled}
          value={props.form.allowedKind}
          onChange={(allowedKind) => props.onChange({ allowedKind })}
          error={props.form.allowedKind === "any" ? props.errorOf("allowedHosts") : undefined}
        />
        <Show when={props.form.allowedKind === "listed"}>
          <TextInput
            label={words.allowedHosts}
            hint={words.hostsHint}
            mono
            rows={4}
            disabled={props.disabled}
            value={props.form.allowedHosts}
            onInput={(allowedHosts) => props.onChange({ allowedHosts })}
            error={props.errorOf("allowedHosts", props.form.allowedHosts)}
          />
          <Show when={linesOf(props.form.allowedHosts).length === 0}>
            <p role="status" class="rounded-md bg-warn-soft px-3 py-2 text-xs text-warn">
              {words.noHost}
            </p>
          </Show>
        </Show>
      </PolicyRow>
      <PolicyRow
        title={words.deniedHosts}
        about={words.deniedHint}
        holds={<Names names={props.policy.effective.deniedHosts} nothing={words.none} />}
        inherited={props.policy.inherited.deniedHosts && props.policy.effective.deniedHosts.length > 0}
        own={props.policy.own.deniedHosts !== null}
      >
        <TextInput
          label={`${words.demand}: ${words.deniedHosts.toLowerCase()}`}
          hint={words.hostsHint}
          mono
          rows={3}
          disabled={props.disabled}
          value={props.form.deniedHosts}
          onInput={(deniedHosts) => props.onChange({ deniedHosts })}
          error={props.errorOf("deniedHosts", props.form.deniedHosts)}
        />
      </PolicyRow>
      <PolicyRow
        title={words.residency}
        about={words.residencyAbout}
        holds={<Names names={props.policy.effective.residency} />}
        inherited={props.policy.inherited.residency && props.policy.effective.residency !== null}
        own={props.policy.own.residency !== null}
      >
        <TextInput
          label={`${words.demand}: ${words.regions.toLowerCase()}`}
          hint={words.residencyHint(region())}
          mono
          rows={2}
          disabled={props.disabled}
          value={props.form.residency}
          onInput={(residency) => props.onChange({ residency })}
          error={props.errorOf("residency", props.form.residency)}
        />
      </PolicyRow>
    </>
  );
}

/** Null is any; an empty list is none. */
function Names(props: { readonly names: readonly string[] | null; readonly nothing?: string }) {
  return (
    <Show when={props.names} fallback={words.any}>
      {(names) => (
        <Show when={names().length > 0} fallback={props.nothing ?? words.none}>
          <span class="flex flex-wrap gap-x-2 font-mono text-xs">
            <For each={names()}>{(name) => <span>{name}</span>}</For>
          </span>
        </Show>
      )}
    </Show>
  );
}
