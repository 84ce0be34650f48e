import { ListPlus } from "lucide-solid";
import { Show } from "solid-js";
import { Button } from "~/components/button.tsx";
import { Card } from "~/components/page.tsx";
import { Switch } from "~/components/toggle.tsx";
import type { IntegrationDraft } from "~/features/integrations/use-integration-draft.tsx";
import { text } from "~/text/index.ts";
import { MappingEditor } from "../mapping/mapping-editor.tsx";
import type { Names } from "../names/names.ts";
import { SamplePicker } from "../sample/sample-picker.tsx";
import type { Sample } from "../sample/use-sample.ts";
import type { Operation } from "./graphql-language.ts";
import type { GraphqlSettings } from "./graphql-settings.ts";
import { lackingInPayload, missingVariables, withDeclared } from "./missing-variables.ts";

/** Where the operation's variables come from: a mapping with a member for each, or the payload itself. */
export default function VariablesCard(props: {
  readonly draft: IntegrationDraft;
  readonly settings: GraphqlSettings;
  readonly onChange: (change: Partial<GraphqlSettings>) => void;
  readonly operation: Operation | undefined;
  readonly sample: Sample;
  readonly names: Names;
}) {
  const words = text.editors.graphql.variables;
  const isMapped = () => props.settings.variables !== null && props.settings.variables !== undefined;
  const missing = () =>
    props.operation === undefined ? [] : missingVariables(props.settings.variables, props.operation);
  // What a transformation makes of the payload is not known here.
  const lacking = () =>
    props.operation === undefined || isMapped() || props.draft.value().transform !== null
      ? []
      : lackingInPayload(props.sample.payload(), props.operation);
  const fill = () => {
    const { operation } = props;
    if (operation !== undefined)
      props.onChange({ variables: withDeclared(props.settings.variables, operation) });
  };
  return (
    <Card title={words.title}>
      <div class="flex min-w-0 flex-col gap-4">
        <Switch
          label={words.mapped}
          hint={words.mappedHint}
          checked={isMapped()}
          disabled={!props.draft.mayEdit()}
          onChange={(on) => {
            if (!on) props.onChange({ variables: null });
            else
              props.onChange({
                variables: props.operation === undefined ? {} : withDeclared({}, props.operation),
              });
          }}
        />
        <Show when={isMapped() && props.draft.value().transform !== null}>
          <p role="alert" class="text-sm text-warn">
            {words.transformed}
          </p>
        </Show>
        <Show when={lacking().length > 0}>
          <p role="alert" class="text-sm text-warn">
            {words.lacking(
              lacking()
                .map((name) => `$${name}`)
                .join(", "),
            )}
          </p>
        </Show>
        <Show when={isMapped()} fallback={<SamplePicker class="max-w-md" sample={props.sample} />}>
          <MappingEditor
            draft={props.draft}
            pointer="/graphql/variables"
            mapping={props.settings.variables}
            onChange={(variables) => props.onChange({ variables })}
            names={props.names}
            picker={<SamplePicker sample={props.sample} />}
            failed={null}
            actions={
              <Show when={props.draft.mayEdit() && missing().length > 0}>
                <Button size="small" onClick={fill}>
                  <ListPlus class="size-3.5" aria-hidden="true" />
                  {words.fill(
                    missing()
                      .map((name) => `$${name}`)
                      .join(", "),
                  )}
                </Button>
              </Show>
            }
          />
        </Show>
      </div>
    </Card>
  );
}
