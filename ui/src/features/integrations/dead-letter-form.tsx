import { Show } from "solid-js";
import { Switch } from "~/components/toggle.tsx";
import { text } from "~/text/index.ts";
import { CategoryBoxes } from "./category-boxes.tsx";
import type { Integration } from "./draft-changes.ts";
import { DurationInput } from "./duration-input.tsx";
import { NumberInput } from "./number-input.tsx";
import type { IntegrationDraft } from "./use-integration-draft.tsx";

type AutoRetry = NonNullable<Integration["deadLetter"]["autoRetry"]>;

const START: AutoRetry = { categories: ["NETWORK", "SERVER_ERROR"], afterMs: 3_600_000, maxRounds: 1 };

/** What becomes of those that every retry failed for. */
export function DeadLetterForm(props: {
  readonly draft: IntegrationDraft;
  readonly errorAt: (pointer: string) => string | undefined;
}) {
  const words = text.integrations.deadLetter;
  const auto = () => props.draft.value().deadLetter.autoRetry;
  const off = () => !props.draft.mayEdit();
  const change = (part: Partial<AutoRetry>) =>
    props.draft.set({ deadLetter: { autoRetry: { ...(auto() ?? START), ...part } } });
  return (
    <div class="flex flex-col gap-4">
      <Switch
        label={words.auto}
        hint={words.autoHint}
        checked={auto() !== null}
        disabled={off()}
        onChange={(on) => props.draft.set({ deadLetter: { autoRetry: on ? START : null } })}
      />
      <Show when={auto()}>
        {(policy) => (
          <>
            <CategoryBoxes
              label={words.categories}
              values={policy().categories}
              onChange={(categories) => change({ categories })}
              disabled={off()}
              error={props.errorAt("/deadLetter/autoRetry/categories")}
            />
            <div class="grid grid-cols-2 gap-3">
              <DurationInput
                label={words.after}
                value={policy().afterMs}
                onChange={(afterMs) => change({ afterMs })}
                error={props.errorAt("/deadLetter/autoRetry/afterMs")}
                disabled={off()}
              />
              <NumberInput
                label={words.rounds}
                hint={words.roundsHint}
                value={policy().maxRounds}
                onChange={(maxRounds) => change({ maxRounds })}
                error={props.errorAt("/deadLetter/autoRetry/maxRounds")}
                disabled={off()}
              />
            </div>
          </>
        )}
      </Show>
    </div>
  );
}
