import { For, Match, Switch } from "solid-js";
import { TextInput } from "~/components/field.tsx";
import { Select } from "~/components/select.tsx";
import { PairsField } from "~/features/connect/pairs-field.tsx";
import { SecretInput } from "~/features/connect/secret-input.tsx";
import { text } from "~/text/index.ts";
import { type ConfigDraft, MEMBERS, type Member } from "./credential-form.ts";
import type { CredentialKind } from "./credential-queries.ts";

const words = text.credentials;

interface ConfigFieldsProps {
  readonly kind: CredentialKind;
  readonly draft: ConfigDraft;
  readonly onChange: (draft: ConfigDraft) => void;
  readonly fieldError: (pointer: string) => string | undefined;
  /** Of the secret that is stored; null for none. */
  readonly mask: string | null;
}

/** The fields of one kind. */
export function ConfigFields(props: ConfigFieldsProps) {
  const set = (name: string, value: string) =>
    props.onChange({ ...props.draft, texts: { ...props.draft.texts, [name]: value } });
  return (
    <For each={MEMBERS[props.kind]}>
      {(member) => {
        const { label } = words.members[member.name];
        const value = () => props.draft.texts[member.name] ?? "";
        const error = () => props.fieldError(`/config/${member.name}`);
        return (
          <Switch
            fallback={
              <TextInput
                label={label}
                hint={hintOf(member)}
                required={member.required === true}
                placeholder={member.placeholder ?? ""}
                mono
                type={member.kind === "url" ? "url" : "text"}
                autocomplete="off"
                value={value()}
                onInput={(next) => set(member.name, next)}
                error={error()}
              />
            }
          >
            <Match when={member.kind === "secret"}>
              <SecretInput
                words={words.secret}
                label={label}
                hint={props.mask === null ? hintOf(member) : words.secret.kept(props.mask)}
                required={member.required === true && props.mask === null}
                canMake={props.kind === "hmac"}
                value={value()}
                onInput={(next) => set(member.name, next)}
                error={error()}
              />
            </Match>
            <Match when={member.kind === "choice"}>
              <Select
                label={label}
                hint={hintOf(member)}
                options={(member.options ?? []).map((option) => ({
                  value: option,
                  label: choiceLabel(option),
                }))}
                value={value()}
                onChange={(next) => set(member.name, next)}
                error={error()}
              />
            </Match>
            <Match when={member.kind === "pairs"}>
              <PairsField
                legend={label}
                hint={hintOf(member)}
                pairs={props.draft.pairs}
                onChange={(pairs) => props.onChange({ ...props.draft, pairs })}
                error={error()}
                words={words.pairs}
              />
            </Match>
          </Switch>
        );
      }}
    </For>
  );
}

function hintOf(member: Member): string | undefined {
  const { hint } = words.members[member.name];
  const isPublic = member.kind === "secret" && member.nullable === true;
  return `${hint} ${isPublic ? words.publicClient : ""}`.trim() || undefined;
}

function choiceLabel(option: string): string {
  return (words.choices as Readonly<Record<string, string>>)[option] ?? option;
}
