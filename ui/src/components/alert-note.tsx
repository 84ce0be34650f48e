import type { JSX } from "solid-js";

/** Why something was refused, said as soon as it is there. */
export function AlertNote(props: { readonly children: JSX.Element }) {
  return (
    <div role="alert" class="rounded-md bg-bad-soft px-3 py-2 text-sm text-bad">
      {props.children}
    </div>
  );
}
