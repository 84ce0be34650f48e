import { createSignal, For } from "solid-js";
import { FieldSet, TextInput } from "~/components/field.tsx";
import { Card } from "~/components/page.tsx";
import { Switch } from "~/components/toggle.tsx";
import type { IntegrationDraft } from "~/features/integrations/use-integration-draft.tsx";
import { text } from "~/text/index.ts";
import { CODE_CATEGORIES, type GraphqlSettings, readCodes } from "./graphql-settings.ts";

/** GraphQL answers 200 to everything: what of it is a failure, and of which kind. */
export function AnswersCard(props: {
  readonly draft: IntegrationDraft;
  readonly settings: GraphqlSettings;
  readonly onChange: (change: Partial<GraphqlSettings>) => void;
}) {
  const words = text.editors.graphql.answers;
  const put = (category: (typeof CODE_CATEGORIES)[number], typed: string) => {
    const codes = readCodes(typed);
    const { [category]: _, ...others } = props.settings.errorCodes;
    props.onChange({ errorCodes: codes.length === 0 ? others : { ...others, [category]: [...codes] } });
  };
  return (
    <Card title={words.title}>
      <div class="grid gap-5 md:grid-cols-2">
        <div class="flex flex-col gap-4">
          <TextInput
            label={words.userErrors}
            hint={words.userErrorsHint}
            mono
            value={props.settings.userErrorsPath ?? ""}
            placeholder="createOrder.userErrors"
            disabled={!props.draft.mayEdit()}
            error={props.draft.errorAt("/graphql/userErrorsPath")}
            onInput={(path) => props.onChange({ userErrorsPath: path === "" ? null : path })}
          />
          <Switch
            label={words.partial}
            hint={words.partialHint}
            checked={props.settings.partialData === "accept"}
            disabled={!props.draft.mayEdit()}
            onChange={(accept) => props.onChange({ partialData: accept ? "accept" : "fail" })}
          />
        </div>
        <FieldSet legend={words.codes} hint={words.codesHint}>
          <For each={CODE_CATEGORIES}>
            {(category) => (
              <CodesInput
                label={text.status.category[category]}
                codes={props.settings.errorCodes[category] ?? []}
                disabled={!props.draft.mayEdit()}
                error={props.draft.errorsUnder(`/graphql/errorCodes/${category}`)[0]?.message}
                onInput={(typed) => put(category, typed)}
              />
            )}
          </For>
        </FieldSet>
      </div>
    </Card>
  );
}

function CodesInput(props: {
  readonly label: string;
  readonly codes: readonly string[];
  readonly disabled: boolean;
  readonly error: string | undefined;
  readonly onInput: (typed: string) => void;
}) {
  // As it is typed: a space at the end is the beginning of the next one.
  const [typed, setTyped] = createSignal(props.codes.join(" "));
  const shown = () => (sameCodes(readCodes(typed()), props.codes) ? typed() : props.codes.join(" "));
  return (
    <TextInput
      label={props.label}
      mono
      value={shown()}
      disabled={props.disabled}
      error={props.error}
      onInput={(value) => {
        setTyped(value);
        props.onInput(value);
      }}
    />
  );
}

function sameCodes(one: readonly string[], other: readonly string[]): boolean {
  return one.join(" ") === other.join(" ");
}
