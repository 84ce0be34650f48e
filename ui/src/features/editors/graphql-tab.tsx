import type { IntegrationTabProps } from "~/features/integrations/use-integration-draft.tsx";

/** Branch v-editors replaces this. */
export default function GraphqlTab(props: IntegrationTabProps) {
  return <pre>{JSON.stringify(props.draft.value().graphql, null, 2)}</pre>;
}
