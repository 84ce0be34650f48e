import { Terminal } from "lucide-solid";
import { Button } from "~/components/button.tsx";
import { toast } from "~/components/toast.tsx";
import { text } from "~/text/index.ts";
import { exampleCall, exampleFetch } from "../proxy/example-call.ts";
import type { ProxyCallDetail } from "./call-types.ts";
import { copiedBody } from "./copied-body.ts";

const words = text.deliveries.exchange;

/** The same call once more, with a key of one's own: to the gateway, and not past it. */
export function CopyCall(props: { readonly call: ProxyCallDetail }) {
  const copy = async (write: typeof exampleCall) => {
    const { integrationId, path, method } = props.call;
    const { body, note } = copiedBody(props.call);
    const url = `${location.origin}/proxy/${integrationId}${path}`;
    const mark = write === exampleCall ? "#" : "//";
    const written = `${note === null ? "" : `${mark} ${note}\n`}${write(url, method, body)}`;
    try {
      await navigator.clipboard.writeText(written);
      toast({ title: words.copied });
    } catch {
      toast({ title: text.shell.states.failed, detail: written, bad: true });
    }
  };
  return (
    <>
      <Button onClick={() => void copy(exampleCall)}>
        <Terminal class="size-3.5" aria-hidden="true" />
        {words.copyCurl}
      </Button>
      <Button onClick={() => void copy(exampleFetch)}>{words.copyFetch}</Button>
    </>
  );
}
