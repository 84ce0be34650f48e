import { createSignal, createUniqueId, Show } from "solid-js";
import { text } from "~/text/index.ts";

const words = text.signIn.forgotten;

/** No mail, so no link by mail: it says so, and whom to ask. */
export function ForgottenPassword() {
  const id = createUniqueId();
  const [isOpen, setOpen] = createSignal(false);
  return (
    <div class="mt-5 text-center text-sm">
      <button
        type="button"
        aria-expanded={isOpen()}
        aria-controls={id}
        class="rounded text-accent-ink hover:underline"
        onClick={() => setOpen(!isOpen())}
      >
        {words.question}
      </button>
      <div id={id} hidden={!isOpen()}>
        <Show when={isOpen()}>
          <p class="mt-2 rounded-md bg-sunken px-3 py-2 text-left text-soft">{words.answer}</p>
          <p class="mt-1.5 rounded-md bg-sunken px-3 py-2 text-left text-soft">{words.next}</p>
        </Show>
      </div>
    </div>
  );
}
