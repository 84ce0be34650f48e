import { Terminal } from "lucide-solid";
import { Button } from "~/components/button.tsx";
import { toast } from "~/components/toast.tsx";
import { text } from "~/text/index.ts";
import type { SentRequest } from "../delivery-types.ts";
import { bodyOf } from "./attempt-text.ts";
import { type CopiedRequest, toCurl, toFetch } from "./copy-request.ts";

const words = text.deliveries.exchange;

/** The request to send again by hand, without what is secret in it. */
export function CopyRequestButtons(props: {
  readonly request: SentRequest;
  readonly payloadText: string | null;
}) {
  const copy = async (write: (request: CopiedRequest) => string) => {
    const { method, url, headers, bodyTruncated } = props.request;
    const body = bodyOf(props.request, props.payloadText);
    const written = write({ method, url, headers, body, isBodyCut: bodyTruncated === true });
    try {
      await navigator.clipboard.writeText(written);
      toast({ title: words.copied });
    } catch {
      toast({ title: text.shell.states.failed, detail: written, bad: true });
    }
  };
  return (
    <div class="flex gap-1.5">
      <Button size="small" onClick={() => void copy(toCurl)}>
        <Terminal class="size-3.5" aria-hidden="true" />
        {words.copyCurl}
      </Button>
      <Button size="small" onClick={() => void copy(toFetch)}>
        {words.copyFetch}
      </Button>
    </div>
  );
}
