import { createSignal } from "solid-js";
import { Button } from "~/components/button.tsx";
import { TextInput } from "~/components/field.tsx";
import { missingFault } from "~/features/connect/field-faults.ts";
import { useChecks } from "~/features/connect/use-checks.ts";
import { text } from "~/text/index.ts";
import { tokenIn } from "./read-token.ts";

const words = text.signIn.accept;

/** For whoever was given the token and no link, or comes without either. */
export function TokenForm(props: { readonly onToken: (token: string) => void }) {
  const [typed, setTyped] = createSignal("");
  const token = () => tokenIn(typed());
  const checks = useChecks(() => ({
    token: missingFault(typed()) ?? (token() === null ? words.noToken : undefined),
  }));
  const send = () => {
    const found = token();
    if (found !== null) props.onToken(found);
  };
  return (
    <form class="flex flex-col gap-4" noValidate onSubmit={(event) => checks.submit(event, send)}>
      <TextInput
        label={words.token}
        hint={words.tokenHint}
        mono
        required
        autofocus
        value={typed()}
        onInput={setTyped}
        error={checks.faultOf("token")}
      />
      <Button type="submit" look="primary">
        {words.look}
      </Button>
    </form>
  );
}
