import type { IntegrationTabProps } from "~/features/integrations/use-integration-draft.tsx";

/** Branch v-editors replaces this. */
export default function ValidationTab(props: IntegrationTabProps) {
  return <pre>{JSON.stringify(props.draft.value().validation, null, 2)}</pre>;
}
