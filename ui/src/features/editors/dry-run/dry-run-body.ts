import type { SampleChoice } from "../sample/sample-choice.ts";

interface DryRunWish {
  readonly choice: SampleChoice;
  readonly type: string;
  readonly payloadText: string;
  /** Left out: as it is saved. */
  readonly transform?: unknown;
  readonly validation?: unknown;
}

/** The request's body as text: a payload of one's own goes digit for digit, which printing a parsed one would not keep. */
export function dryRunBody({ choice, type, payloadText, transform, validation }: DryRunWish): string {
  const members = [
    ...(choice.kind === "event"
      ? [member("eventId", JSON.stringify(choice.id))]
      : [member("type", JSON.stringify(type)), member("payload", payloadText)]),
    ...(transform === undefined ? [] : [member("transform", JSON.stringify(transform))]),
    ...(validation === undefined ? [] : [member("validation", JSON.stringify(validation))]),
  ];
  return `{${members.join(",")}}`;
}

function member(name: string, json: string): string {
  return `${JSON.stringify(name)}:${json}`;
}
