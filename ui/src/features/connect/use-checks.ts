import { createSignal } from "solid-js";

type Faults<F extends string> = Readonly<Record<F, string | undefined>>;

interface Checks<F extends string> {
  readonly faultOf: (field: F) => string | undefined;
  /** For a form's own submit: sends what is whole, else leads to the first field that is not. */
  readonly submit: (event: SubmitEvent, send: () => void) => void;
  readonly clear: () => void;
}

/**
 * What is wrong with a form is said at its fields and in the dashboard's own words, once somebody tries to send it. The
 * form says `noValidate`: the browser's bubbles are in the browser's language, and gone after a moment.
 */
export function useChecks<F extends string>(faults: () => Faults<F>): Checks<F> {
  const [isTried, setTried] = createSignal(false);
  return {
    faultOf: (field) => (isTried() ? faults()[field] : undefined),
    submit: (event, send) => {
      event.preventDefault();
      const isWhole = Object.values(faults()).every((fault) => fault === undefined);
      setTried(!isWhole);
      if (isWhole) send();
      else if (event.currentTarget instanceof HTMLElement) focusFirstFault(event.currentTarget);
    },
    clear: () => setTried(false),
  };
}

function focusFirstFault(form: HTMLElement): void {
  form.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
}
