import { useQueryClient } from "@tanstack/solid-query";
import { createSignal } from "solid-js";
import { Confirm } from "~/components/dialog.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { Select } from "~/components/select.tsx";
import { useAction } from "~/primitives/action.ts";
import { text } from "~/text/index.ts";
import { type ApiKey, type CreatedApiKey, keysKey, rotateApiKey } from "./api-key-queries.ts";

const words = text.apiKeys;
const OVERLAPS_MS = { now: 0, h1: 3_600_000, d1: 86_400_000, d7: 7 * 86_400_000 } as const;
type Overlap = keyof typeof OVERLAPS_MS;

interface RotateKeyProps {
  /** Null: closed. */
  readonly apiKey: ApiKey | null;
  readonly onClose: () => void;
  readonly onRotated: (created: CreatedApiKey) => void;
}

export function RotateKey(props: RotateKeyProps) {
  const queries = useQueryClient();
  const [overlap, setOverlap] = createSignal<Overlap>("d1");
  const rotate = useAction(async ({ id }: ApiKey) => {
    const created = await rotateApiKey(id, OVERLAPS_MS[overlap()]);
    void queries.invalidateQueries({ queryKey: keysKey() });
    props.onClose();
    props.onRotated(created);
  });
  return (
    <Confirm
      open={props.apiKey !== null}
      onClose={() => {
        rotate.clear();
        props.onClose();
      }}
      onConfirm={() => props.apiKey !== null && void rotate.run(props.apiKey)}
      busy={rotate.busy()}
      title={words.rotateTitle(props.apiKey?.name ?? "")}
      description={words.rotateHint}
      confirm={words.rotate}
    >
      <div class="flex flex-col gap-4">
        <Select
          label={words.overlap}
          options={(Object.keys(OVERLAPS_MS) as Overlap[]).map((value) => ({
            value,
            label: words.overlaps[value],
          }))}
          value={overlap()}
          onChange={setOverlap}
          error={rotate.fieldError("/overlapMs")}
        />
        <ProblemNote problem={rotate.problem()} />
      </div>
    </Confirm>
  );
}
