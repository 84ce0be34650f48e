import { createSignal, Show } from "solid-js";
import { answer, api } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";
import { Button } from "~/components/button.tsx";
import { Dialog } from "~/components/dialog.tsx";
import { Moment } from "~/components/moment.tsx";
import { toastProblem } from "~/components/toast.tsx";
import { Notice } from "~/features/connect/notice.tsx";
import { duration } from "~/primitives/moments.ts";
import { text } from "~/text/index.ts";
import { type Credential, useCredentialsChanged } from "./credential-queries.ts";

const words = text.credentials.test;
const TONES = {
  token_received: "good",
  nothing_to_fetch: "info",
  refused: "bad",
  unavailable: "warn",
} as const;

type Result = components["schemas"]["CredentialTest"];

/** Fetches a token right now, and says what happened. */
export function TestCredential(props: { readonly credential: Credential }) {
  const changed = useCredentialsChanged();
  const [isBusy, setBusy] = createSignal(false);
  const [result, setResult] = createSignal<Result | null>(null);
  const run = async () => {
    setBusy(true);
    try {
      const path = { id: props.credential.id };
      setResult(await answer(api.POST("/api/v1/credentials/{id}/test", { params: { path } })));
      await changed();
    } catch (error) {
      toastProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button busy={isBusy()} onClick={() => void run()}>
        {words.action}
      </Button>
      <Dialog
        open={result() !== null}
        onClose={() => setResult(null)}
        title={words.title}
        footer={<Button onClick={() => setResult(null)}>{text.shell.actions.close}</Button>}
      >
        <Show when={result()}>
          {(made) => (
            <Notice tone={TONES[made().outcome]} title={words.outcomes[made().outcome]}>
              <p>{made().detail}</p>
              <Show when={made().expiresAt}>
                {(at) => (
                  <p>
                    {words.until} <Moment at={at()} />
                  </p>
                )}
              </Show>
              <p>{words.took(duration(made().durationMs))}</p>
            </Notice>
          )}
        </Show>
      </Dialog>
    </>
  );
}
