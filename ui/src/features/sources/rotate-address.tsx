import { createSignal } from "solid-js";
import { answer, api } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { Confirm } from "~/components/dialog.tsx";
import { Once } from "~/components/once.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { useAction } from "~/primitives/action.ts";
import { text } from "~/text/index.ts";
import { OverlapSelect } from "./overlap-select.tsx";
import { keepShown } from "./shown-once.ts";
import { type Source, useSourcesChanged } from "./source-queries.ts";

const words = text.sources.secrets;

/** Another address, both working for a while. The new one is shown this once. */
export function RotateAddress(props: { readonly source: Source }) {
  const changed = useSourcesChanged();
  const [isOpen, setOpen] = createSignal(false);
  const [overlap, setOverlap] = createSignal("86400");
  const [url, setUrl] = createSignal<string | null>(null);
  const rotate = useAction(async () => {
    const { id } = props.source;
    const made = await answer(
      api.POST("/api/v1/sources/{id}/rotate-token", {
        params: { path: { id } },
        body: { overlapSeconds: Number(overlap()) },
      }),
    );
    setOpen(false);
    setUrl(made.url);
    void changed();
  });
  const close = () => {
    const made = url();
    if (made !== null) keepShown(props.source.id, { url: made, madeSecrets: [] });
    setUrl(null);
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>{words.rotateAddress}</Button>
      <Confirm
        open={isOpen()}
        onClose={() => {
          rotate.clear();
          setOpen(false);
        }}
        onConfirm={() => void rotate.run()}
        busy={rotate.busy()}
        title={words.rotateAddress}
        description={words.rotateAddressText}
        confirm={words.rotateAddress}
      >
        <div class="flex flex-col gap-3">
          <OverlapSelect value={overlap()} onChange={setOverlap} />
          <ProblemNote problem={rotate.problem()} />
        </div>
      </Confirm>
      <Once title={words.newAddress} explanation={words.newAddressHint} value={url()} onClose={close} />
    </>
  );
}
