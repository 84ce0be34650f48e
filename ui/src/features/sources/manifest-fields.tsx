import { For, Match, Switch } from "solid-js";
import { TextInput } from "~/components/field.tsx";
import { Select } from "~/components/select.tsx";
import { SecretInput } from "~/features/connect/secret-input.tsx";
import { text } from "~/text/index.ts";
import { neededFields } from "./needed-fields.ts";
import { isOwnSecret } from "./own-secrets.ts";
import { relevantFields } from "./relevant-fields.ts";
import type { Connector } from "./source-queries.ts";

const words = text.sources.form;

interface ManifestFieldsProps {
  readonly connector: Connector;
  readonly settings: Readonly<Record<string, string>>;
  readonly onChange: (name: string, value: string, made: boolean) => void;
  readonly fieldError: (pointer: string) => string | undefined;
  /** Stored secrets by field, masked: an empty field keeps them. */
  readonly masks?: Readonly<Record<string, string>>;
  /** Nothing is checked, so nothing has to be known for it. */
  readonly isUnverified: boolean;
  /** Fields that a form of its own handles. */
  readonly without?: string | null;
}

/** A provider's form, drawn from its manifest: what it needs, and where one finds that. */
export function ManifestFields(props: ManifestFieldsProps) {
  const fields = () =>
    relevantFields(props.connector, props.settings).filter(({ name }) => name !== props.without);
  // By name: while one types, the fields themselves stay where they are.
  const names = () => fields().map(({ name }) => name);
  const needed = () => neededFields(props.connector, props.settings);
  const isNeeded = (name: string) => !props.isUnverified && needed().has(name);
  return (
    <For each={names()}>
      {(name) => {
        const field = props.connector.fields.find((candidate) => candidate.name === name);
        if (field === undefined) return null;
        const isMain = name === props.connector.secretField;
        const value = () => props.settings[name] ?? "";
        const error = () => props.fieldError(isMain ? "/secret" : `/settings/${name}`);
        const mask = () => props.masks?.[name];
        return (
          <Switch
            fallback={
              <TextInput
                label={field.label}
                hint={field.help}
                required={isNeeded(name)}
                placeholder={field.placeholder === undefined ? "" : words.example(field.placeholder)}
                mono={field.kind === "text"}
                type={field.kind === "number" ? "number" : "text"}
                value={value()}
                onInput={(next) => props.onChange(name, next, false)}
                error={error()}
              />
            }
          >
            <Match when={field.kind === "secret"}>
              <SecretInput
                words={text.sources.form}
                label={field.label}
                hint={mask() === undefined ? hintOf(field.help, isMain) : words.kept(mask() ?? "")}
                required={isNeeded(name) && !isMain && mask() === undefined}
                placeholder={field.placeholder ?? ""}
                canMake={isOwnSecret(props.connector.id, name)}
                value={value()}
                onInput={(next, made) => props.onChange(name, next, made)}
                error={error()}
              />
            </Match>
            <Match when={field.kind === "select"}>
              <Select
                label={field.label}
                hint={field.help}
                required={field.required}
                options={(field.options ?? []).map((option) => ({
                  value: option,
                  label: optionLabel(name, option),
                }))}
                value={value()}
                onChange={(next) => props.onChange(name, next, false)}
                error={error()}
              />
            </Match>
          </Switch>
        );
      }}
    </For>
  );
}

function optionLabel(field: string, option: string): string {
  const known: Readonly<Record<string, Readonly<Record<string, string>>>> = words.options;
  return known[field]?.[option] ?? option;
}

function hintOf(help: string, isMain: boolean): string {
  return isMain ? `${help} ${words.secretLater}` : help;
}
