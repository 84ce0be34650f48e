import { FlaskConical } from "lucide-solid";
import { onCleanup, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { Button } from "~/components/button.tsx";
import { text } from "~/text/index.ts";
import { setShownSecret, shownSecret } from "./just-created.ts";
import { SecretOnce } from "./secret-once.tsx";

/** On the page of an integration that was made a moment ago: its secret, and the next thing to do. */
export function CreatedNotice(props: { readonly integrationId: string; readonly onTest: () => void }) {
  const may = useMay();
  const secret = () => {
    const shown = shownSecret();
    return shown?.integrationId === props.integrationId ? shown : null;
  };
  onCleanup(() => setShownSecret(null));
  return (
    <Show when={secret()}>
      {(shown) => (
        <SecretOnce
          secret={shown()}
          actions={
            <>
              <Show when={may("integrations:test")}>
                <Button look="primary" onClick={props.onTest}>
                  <FlaskConical class="size-4" aria-hidden="true" />
                  {text.integrations.test.send}
                </Button>
              </Show>
              <Button onClick={() => setShownSecret(null)}>{text.integrations.secret.kept}</Button>
            </>
          }
        />
      )}
    </Show>
  );
}
