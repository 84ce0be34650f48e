import { createMemo, createResource } from "solid-js";
import type { IntegrationDraft } from "~/features/integrations/use-integration-draft.tsx";
import { useNames } from "../names/use-names.ts";
import { useSample } from "../sample/use-sample.ts";
import { AnswersCard } from "./answers-card.tsx";
import { DocumentCard } from "./document-card.tsx";
import { useEndpointSchema } from "./endpoint-schema.ts";
import type { GraphqlSettings } from "./graphql-settings.ts";
import PlaygroundCard from "./playground-card.tsx";
import { SchemaCard } from "./schema-card.tsx";
import VariablesCard from "./variables-card.tsx";

/** Everything about what is asked of a GraphQL endpoint. */
export default function GraphqlPanel(props: {
  readonly draft: IntegrationDraft;
  readonly settings: GraphqlSettings;
}) {
  const sample = useSample(props.draft);
  const names = useNames(sample.payload);
  const schema = useEndpointSchema(props.draft.id);
  const [language] = createResource(() => import("./graphql-language.ts"));
  const put = (change: Partial<GraphqlSettings>) =>
    props.draft.set({ protocol: "GRAPHQL", graphql: { ...props.settings, ...change } });
  const extension = createMemo(() => language.latest?.graphqlLanguage(schema.data?.sdl ?? null) ?? null);
  const document = createMemo(() => props.settings.document);
  const operations = createMemo(() => language.latest?.operationsOf(document()) ?? []);
  const operation = () => {
    const { operationName } = props.settings;
    return operations().find(({ name }) => operationName === null || name === operationName);
  };
  return (
    <div class="flex min-w-0 flex-col gap-4">
      <SchemaCard draft={props.draft} schema={schema} />
      <DocumentCard
        draft={props.draft}
        settings={props.settings}
        onChange={put}
        operations={operations()}
        language={extension()}
        hasSchema={(schema.data ?? null) !== null}
      />
      <VariablesCard
        draft={props.draft}
        settings={props.settings}
        onChange={put}
        operation={operation()}
        sample={sample}
        names={names()}
      />
      <PlaygroundCard draft={props.draft} settings={props.settings} sample={sample} names={names()} />
      <AnswersCard draft={props.draft} settings={props.settings} onChange={put} />
    </div>
  );
}
