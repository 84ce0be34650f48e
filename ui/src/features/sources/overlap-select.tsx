import { Select } from "~/components/select.tsx";
import { text } from "~/text/index.ts";

const words = text.sources.secrets;
const SECONDS = ["0", "3600", "86400", "259200", "604800"] as const;

/** How long what was valid before stays so. */
export function OverlapSelect(props: {
  readonly value: string;
  readonly onChange: (seconds: string) => void;
}) {
  return (
    <Select
      label={words.overlap}
      options={SECONDS.map((value) => ({ value: value as string, label: words.overlaps[value] }))}
      value={props.value}
      onChange={props.onChange}
    />
  );
}
