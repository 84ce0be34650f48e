import { A } from "@solidjs/router";
import { ChevronLeft } from "lucide-solid";
import { organizationId } from "~/api/client.ts";

/** The way back to the list. */
export function Crumb(props: { readonly path: string; readonly label: string }) {
  return (
    <A
      href={`/o/${organizationId()}${props.path}`}
      class="inline-flex items-center gap-0.5 rounded hover:text-ink"
    >
      <ChevronLeft class="size-3.5" aria-hidden="true" />
      {props.label}
    </A>
  );
}
