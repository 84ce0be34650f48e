import { Check, Minus } from "lucide-solid";
import { createRenderEffect, type JSX, splitProps } from "solid-js";

interface BareBoxProps extends Omit<JSX.InputHTMLAttributes<HTMLInputElement>, "type" | "class" | "ref"> {
  /** What it is for: nothing beside it says so to whoever hears the page. */
  readonly "aria-label": string;
  /** Some of what it stands for is chosen, and some is not. */
  readonly mixed?: boolean;
}

const LOOK =
  "peer size-4 cursor-pointer appearance-none rounded border border-line-strong bg-surface checked:border-accent checked:bg-accent indeterminate:border-accent indeterminate:bg-accent aria-disabled:cursor-default aria-disabled:border-dashed aria-disabled:bg-sunken aria-disabled:checked:border-solid aria-disabled:checked:border-accent aria-disabled:checked:bg-accent";

/** A checkbox without words of its own, for grids and rows. */
export function BareBox(props: BareBoxProps) {
  const [own, input] = splitProps(props, ["mixed", "children"]);
  return (
    <span class="relative grid size-4 shrink-0 place-items-center">
      <input
        {...input}
        type="checkbox"
        class={LOOK}
        ref={(box) =>
          createRenderEffect(() => {
            box.indeterminate = own.mixed === true;
          })
        }
      />
      <Check
        class="pointer-events-none absolute hidden size-3 text-white peer-checked:block peer-indeterminate:hidden"
        stroke-width={3}
        aria-hidden="true"
      />
      <Minus
        class="pointer-events-none absolute hidden size-3 text-white peer-indeterminate:block"
        stroke-width={3}
        aria-hidden="true"
      />
      {own.children}
    </span>
  );
}
