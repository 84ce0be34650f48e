import { A } from "@solidjs/router";
import { ChevronLeft } from "lucide-solid";

/** Above a page's title: the way back to the list. */
export function CrumbLink(props: { readonly href: string; readonly label: string }) {
  return (
    <A href={props.href} class="-ml-1 inline-flex items-center gap-0.5 rounded hover:text-ink">
      <ChevronLeft class="size-3.5" aria-hidden="true" />
      {props.label}
    </A>
  );
}
