import { A } from "@solidjs/router";
import { buttonClass } from "~/components/button.tsx";
import { Empty } from "~/components/states.tsx";
import { text } from "~/text/index.ts";

export function NotFound() {
  return (
    <main class="grid min-h-[60dvh] place-items-center">
      <Empty
        wholePage
        title={text.shell.states.notFoundTitle}
        action={
          <A href="/" class={buttonClass()}>
            {text.shell.nav.overview}
          </A>
        }
      >
        {text.shell.states.notFound}
      </Empty>
    </main>
  );
}
