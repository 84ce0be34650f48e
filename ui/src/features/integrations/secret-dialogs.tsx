import { createSignal, Show } from "solid-js";
import { answer, api } from "~/api/client.ts";
import { ApiProblem } from "~/api/problem.ts";
import { Confirm } from "~/components/dialog.tsx";
import { TextInput } from "~/components/field.tsx";
import { Segmented } from "~/components/segmented.tsx";
import { Select } from "~/components/select.tsx";
import { toast, toastProblem } from "~/components/toast.tsx";
import { text } from "~/text/index.ts";
import type { ShownSecret } from "./just-created.ts";
import type { Secret } from "./secret-list.tsx";

const HOUR_MS = 3_600_000;
const OVERLAPS = [0, HOUR_MS, 24 * HOUR_MS, 3 * 24 * HOUR_MS, 7 * 24 * HOUR_MS];
type Overlap = "0" | "3600000" | "86400000" | "259200000" | "604800000";

function OverlapSelect(props: {
  readonly label: string;
  readonly hint: string;
  readonly value: Overlap;
  readonly onChange: (value: Overlap) => void;
}) {
  const { overlaps } = text.integrations.secret;
  return (
    <Select
      {...props}
      options={OVERLAPS.map((ms, index) => ({ value: String(ms) as Overlap, label: overlaps[index] ?? "" }))}
    />
  );
}

/** A new secret beside the old one: both sign during the overlap, so that no receiver refuses anything. */
export function RotateDialog(props: {
  readonly integrationId: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onMade: (secret: ShownSecret) => void;
}) {
  const words = text.integrations.secret;
  const [kind, setKind] = createSignal<Secret["kind"]>("hmac");
  const [own, setOwn] = createSignal("");
  const [overlap, setOverlap] = createSignal<Overlap>("86400000");
  const [error, setError] = createSignal<string | undefined>();
  const [isBusy, setBusy] = createSignal(false);
  const rotate = async () => {
    setBusy(true);
    setError(undefined);
    try {
      const secret = own().trim() === "" ? {} : { secret: own().trim() };
      const body = { kind: kind(), overlapMs: Number(overlap()), ...secret };
      const params = { path: { id: props.integrationId } };
      const made = await answer(api.POST("/api/v1/integrations/{id}/secrets/rotate", { params, body }));
      props.onClose();
      setOwn("");
      props.onMade({
        integrationId: props.integrationId,
        signingSecret: made.signingSecret,
        publicKey: made.publicKey,
      });
    } catch (problem) {
      const at = problem instanceof ApiProblem ? problem.problem.errors[0] : undefined;
      if (at?.pointer?.startsWith("/secret")) setError(at.message);
      else toastProblem(problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Confirm
      open={props.open}
      onClose={props.onClose}
      onConfirm={() => void rotate()}
      busy={isBusy()}
      title={words.rotateTitle}
      description={words.rotateHint}
      confirm={words.rotate}
    >
      <div class="flex flex-col gap-4">
        <Segmented
          label={words.kind}
          value={kind()}
          onChange={setKind}
          options={[
            { value: "hmac", label: words.kinds.hmac },
            { value: "ed25519", label: words.kinds.ed25519 },
          ]}
        />
        <OverlapSelect
          label={words.overlap}
          hint={words.overlapHint}
          value={overlap()}
          onChange={setOverlap}
        />
        <TextInput
          label={words.own}
          hint={words.ownHint}
          mono
          type="password"
          autocomplete="off"
          value={own()}
          onInput={setOwn}
          error={error()}
        />
      </div>
    </Confirm>
  );
}

export function RetireDialog(props: {
  readonly integrationId: string;
  readonly secret: Secret | null;
  readonly onClose: () => void;
  readonly onRetired: () => void;
}) {
  const words = text.integrations.secret;
  const [overlap, setOverlap] = createSignal<Overlap>("0");
  const [isBusy, setBusy] = createSignal(false);
  const retire = async () => {
    const secretId = props.secret?.id;
    if (secretId === undefined) return;
    setBusy(true);
    try {
      const params = { path: { id: props.integrationId, secretId } };
      const body = { overlapMs: Number(overlap()) };
      await answer(api.POST("/api/v1/integrations/{id}/secrets/{secretId}/retire", { params, body }));
      toast({ title: words.retired });
      props.onClose();
      props.onRetired();
    } catch (problem) {
      toastProblem(problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Confirm
      open={props.secret !== null}
      onClose={props.onClose}
      onConfirm={() => void retire()}
      busy={isBusy()}
      danger
      title={words.retireTitle}
      description={words.retireHint}
      confirm={words.retire}
    >
      <Show when={props.secret}>
        <OverlapSelect label={words.until} hint={words.untilHint} value={overlap()} onChange={setOverlap} />
      </Show>
    </Confirm>
  );
}
