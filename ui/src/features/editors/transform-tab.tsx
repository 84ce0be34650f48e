import type { IntegrationTabProps } from "~/features/integrations/use-integration-draft.tsx";

/** Branch v-editors replaces this. */
export default function TransformTab(props: IntegrationTabProps) {
  return <pre>{JSON.stringify(props.draft.value().transform, null, 2)}</pre>;
}
