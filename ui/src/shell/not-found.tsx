import { A } from "@solidjs/router";
import { Dynamic } from "solid-js/web";
import { organizationId } from "~/api/client.ts";
import { buttonClass } from "~/components/button.tsx";
import { Empty } from "~/components/states.tsx";
import { text } from "~/text/index.ts";

export function NotFound() {
  return (
    <Dynamic
      // Below an organization the shell around it is the landmark already.
      component={organizationId() === null ? "main" : "div"}
      class="grid min-h-[60dvh] place-items-center"
    >
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
    </Dynamic>
  );
}
