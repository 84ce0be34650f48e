import { Show } from "solid-js";
import { TextInput } from "~/components/field.tsx";
import { Segmented } from "~/components/segmented.tsx";
import { text } from "~/text/index.ts";
import { readPace } from "./job-state.ts";

export const PACES = ["full", "60", "300", "custom"] as const;

export interface Pace {
  readonly choice: (typeof PACES)[number];
  /** What stands in the field of a pace of one's own. */
  readonly typed: string;
}

/** Null: as fast as it goes. */
export function perMinuteOf({ choice, typed }: Pace): number | null | "wrong" {
  if (choice === "full") return null;
  return choice === "custom" ? (readPace(typed) ?? "wrong") : Number(choice);
}

/** How fast a bulk operation may be: a receiver that has just come up should not be run over. */
export function PaceField(props: {
  readonly value: Pace;
  readonly onChange: (pace: Pace) => void;
  /** How long it takes at that pace. */
  readonly takes: string | null;
}) {
  const words = text.jobs.bulk;
  const isWrong = () => props.value.typed !== "" && perMinuteOf(props.value) === "wrong";
  return (
    <div class="flex flex-col items-start gap-2">
      <div class="text-[13px] font-medium text-soft">{words.pace}</div>
      <Segmented
        label={words.pace}
        options={PACES.map((value) => ({
          value,
          label: value === "full" || value === "custom" ? words.paces[value] : words.perMinute(Number(value)),
        }))}
        value={props.value.choice}
        onChange={(choice) => props.onChange({ ...props.value, choice })}
      />
      <Show when={props.value.choice === "custom"}>
        <TextInput
          label={words.customPace}
          value={props.value.typed}
          type="number"
          min={1}
          max={6_000}
          required
          error={isWrong() ? words.customPaceWrong : undefined}
          onInput={(typed) => props.onChange({ ...props.value, typed })}
        />
      </Show>
      <p class="text-xs text-faint">{props.takes ?? words.paceHint}</p>
    </div>
  );
}
