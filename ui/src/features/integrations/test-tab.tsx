import type { IntegrationTabProps } from "./use-integration-draft.tsx";

export default function TestTab(props: IntegrationTabProps) {
  return <pre>{JSON.stringify(props.draft.value(), null, 2)}</pre>;
}
