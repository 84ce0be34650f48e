import type { Names } from "./names.ts";
import { suggestInTemplate } from "./suggest.ts";
import { SuggestInput } from "./suggest-input.tsx";

interface TemplateInputProps {
  readonly label: string;
  readonly labelHidden?: boolean;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly names: Names;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly placeholder?: string;
  readonly disabled?: boolean;
  readonly onFocus?: () => void;
  readonly class?: string;
}

/** One line of text with `{{templates}}` in it: a URL, a header, a value. Names are suggested behind `{{`. */
export function TemplateInput(props: TemplateInputProps) {
  return <SuggestInput {...props} suggest={(value, caret) => suggestInTemplate(value, caret, props.names)} />;
}
