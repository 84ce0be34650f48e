import type { IntegrationTabProps } from "./use-integration-draft.tsx";

export default function RecoveryTab(props: IntegrationTabProps) {
  return <pre>{JSON.stringify(props.draft.value(), null, 2)}</pre>;
}
