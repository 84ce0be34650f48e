import { createMemo, createResource, Show } from "solid-js";
import { Card } from "~/components/page.tsx";
import { Segmented } from "~/components/segmented.tsx";
import type { IntegrationDraft } from "~/features/integrations/use-integration-draft.tsx";
import { useUrlChoice } from "~/primitives/url-state.ts";
import { text } from "~/text/index.ts";
import { useNames } from "../names/use-names.ts";
import { useSample } from "../sample/use-sample.ts";
import { AnswersCard } from "./answers-card.tsx";
import { DocumentCard } from "./document-card.tsx";
import { useEndpointSchema } from "./endpoint-schema.ts";
import { fieldText, operationText } from "./field-text.ts";
import { FIRST_SETTINGS, type GraphqlSettings } from "./graphql-settings.ts";
import { insertAtCursor } from "./insert-at-cursor.ts";
import PlaygroundCard from "./playground-card.tsx";
import { SchemaCard } from "./schema-card.tsx";
import { SchemaExplorer } from "./schema-explorer.tsx";
import type { SchemaField, SchemaType } from "./schema-tree.ts";
import VariablesCard from "./variables-card.tsx";

const SIDES = ["run", "schema"] as const;

/** Everything about what is asked of a GraphQL endpoint. */
export default function GraphqlPanel(props: {
  readonly draft: IntegrationDraft;
  readonly settings: GraphqlSettings;
}) {
  const words = text.editors.graphql;
  const sample = useSample(props.draft);
  const names = useNames(sample.payload);
  const schema = useEndpointSchema(props.draft.id, () => props.draft.record().graphql !== null);
  const [side, setSide] = useUrlChoice("side", SIDES);
  const [language] = createResource(() => import("./graphql-language.ts"));
  const cursor = insertAtCursor();
  const put = (change: Partial<GraphqlSettings>) =>
    props.draft.set({ protocol: "GRAPHQL", graphql: { ...props.settings, ...change } });
  const known = createMemo(() => language.latest?.readSchema(schema.data?.sdl ?? null));
  const types = createMemo(() => language.latest?.typesOf(known()) ?? []);
  const extension = createMemo(() => {
    const loaded = language.latest;
    return loaded === undefined ? null : [loaded.graphqlLanguage(known()), cursor.extension];
  });
  const document = createMemo(() => props.settings.document);
  const operations = createMemo(() => language.latest?.operationsOf(document()) ?? []);
  const problems = createMemo(() => language.latest?.problemsOf(document(), known()) ?? []);
  const operation = () => {
    const { operationName } = props.settings;
    return operations().find(({ name }) => operationName === null || name === operationName);
  };
  const take = ({ kind }: SchemaType, field: SchemaField) => {
    const isRoot = kind === "query" || kind === "mutation";
    // Nobody wants to keep what only stands there because something has to.
    const isEmpty = document().trim() === "" || document() === FIRST_SETTINGS.document;
    if (isRoot && isEmpty) put({ document: operationText(kind, field), operationName: null });
    else cursor.insert(fieldText(field));
  };
  return (
    <div class="flex min-w-0 flex-col gap-4">
      <SchemaCard draft={props.draft} schema={schema} />
      <div class="grid min-w-0 gap-4 xl:grid-cols-[minmax(0,1fr)_25rem]">
        <div class="flex min-w-0 flex-col gap-4">
          <DocumentCard
            draft={props.draft}
            settings={props.settings}
            onChange={put}
            operations={operations()}
            language={extension()}
            hasSchema={known() !== undefined}
            problems={problems()}
          />
          <VariablesCard
            draft={props.draft}
            settings={props.settings}
            onChange={put}
            operation={operation()}
            sample={sample}
            names={names()}
          />
          <AnswersCard draft={props.draft} settings={props.settings} onChange={put} />
        </div>
        <div class="flex min-w-0 flex-col gap-3 self-start xl:sticky xl:top-17 xl:max-h-[calc(100dvh-9.5rem)] xl:overflow-y-auto">
          <Segmented
            label={words.side}
            options={SIDES.map((value) => ({ value, label: words.sides[value] }))}
            value={side()}
            onChange={setSide}
          />
          <Show
            when={side() === "schema"}
            fallback={
              <PlaygroundCard
                draft={props.draft}
                settings={props.settings}
                sample={sample}
                names={names()}
                operation={operation()}
              />
            }
          >
            <Card title={words.explorer.label}>
              <Show
                when={types().length > 0}
                fallback={<p class="text-sm text-faint">{words.explorer.unknown}</p>}
              >
                <SchemaExplorer types={types()} mayWrite={props.draft.mayEdit()} onUse={take} />
              </Show>
            </Card>
          </Show>
        </div>
      </div>
    </div>
  );
}
