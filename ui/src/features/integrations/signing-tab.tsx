import { Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { Card } from "~/components/page.tsx";
import { text } from "~/text/index.ts";
import { SecretList } from "./secret-list.tsx";
import { SigningForm } from "./signing-form.tsx";
import type { IntegrationTabProps } from "./use-integration-draft.tsx";

/** How receivers know that a request comes from here. */
export default function SigningTab(props: IntegrationTabProps) {
  const words = text.integrations.signing;
  const may = useMay();
  return (
    <div class="grid grid-cols-1 items-start gap-4 xl:grid-cols-2">
      <Card title={words.scheme}>
        <SigningForm draft={props.draft} />
      </Card>
      <Show when={may("secrets:read")}>
        <SecretList integrationId={props.draft.id} isSigning={props.draft.record().signing.mode !== "none"} />
      </Show>
    </div>
  );
}
