import { Plus, X } from "lucide-solid";
import { Index, Show } from "solid-js";
import { Button, IconButton } from "~/components/button.tsx";
import { TextInput } from "~/components/field.tsx";
import { Card } from "~/components/page.tsx";
import { text } from "~/text/index.ts";
import { LinesInput } from "./lines-input.tsx";
import type { ProxyForm } from "./use-proxy-form.ts";

/** Which paths may be called, and where each of them leads. */
export function PathCard(props: { readonly form: ProxyForm }) {
  const words = text.proxy.path;
  const { proxy, set, errorAt, errorsUnder, off } = props.form;
  const path = () => proxy().path;
  const change = (part: Partial<ReturnType<typeof path>>) => set({ path: { ...path(), ...part } });
  return (
    <Card title={words.title}>
      <div class="flex flex-col gap-4">
        <LinesInput
          label={words.allow}
          hint={words.allowHint}
          placeholder={words.allowExample}
          values={path().allow}
          onChange={(allow) => change({ allow })}
          errors={errorsUnder("/path/allow")}
          disabled={off()}
        />
        <div class="grid grid-cols-1 gap-3 sm:grid-cols-2">
          <TextInput
            label={words.strip}
            hint={words.stripHint}
            mono
            placeholder="/api"
            value={path().strip}
            onInput={(strip) => change({ strip: strip.trim() })}
            error={errorAt("/path/strip")}
            disabled={off()}
          />
          <TextInput
            label={words.add}
            hint={words.addHint}
            mono
            placeholder="/v2"
            value={path().add}
            onInput={(add) => change({ add: add.trim() })}
            error={errorAt("/path/add")}
            disabled={off()}
          />
        </div>
        <Rewrites form={props.form} />
      </div>
    </Card>
  );
}

function Rewrites(props: { readonly form: ProxyForm }) {
  const words = text.proxy.path;
  const { proxy, set, errorAt, off } = props.form;
  const rows = () => proxy().path.rewrite;
  const put = (rewrite: { from: string; to: string }[]) => set({ path: { ...proxy().path, rewrite } });
  const change = (index: number, part: Partial<{ from: string; to: string }>) =>
    put(rows().map((row, at) => (at === index ? { ...row, ...part } : row)));
  return (
    <fieldset class="flex min-w-0 flex-col gap-1.5" disabled={off()}>
      <legend class="mb-1 text-[13px] font-medium text-soft">{words.rewrite}</legend>
      <Index each={rows()}>
        {(row, index) => (
          <div class="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] items-start gap-1.5">
            <TextInput
              label={words.rewriteFrom(index + 1)}
              labelHidden
              mono
              placeholder="/clients/{id}"
              value={row().from}
              onInput={(from) => change(index, { from: from.trim() })}
              error={errorAt(`/path/rewrite/${index}/from`)}
            />
            <TextInput
              label={words.rewriteTo(index + 1)}
              labelHidden
              mono
              placeholder="/v2/customers/{id}"
              value={row().to}
              onInput={(to) => change(index, { to: to.trim() })}
              error={errorAt(`/path/rewrite/${index}/to`)}
            />
            <IconButton
              label={words.removeRewrite(index + 1)}
              onClick={() => put(rows().filter((_, at) => at !== index))}
            >
              <X class="size-4" aria-hidden="true" />
            </IconButton>
          </div>
        )}
      </Index>
      <Show when={!off()}>
        <Button size="small" class="self-start" onClick={() => put([...rows(), { from: "", to: "" }])}>
          <Plus class="size-3.5" aria-hidden="true" />
          {words.addRewrite}
        </Button>
      </Show>
      <p class={errorAt("/path/rewrite") === undefined ? "text-xs text-faint" : "text-xs text-bad"}>
        {errorAt("/path/rewrite") ?? words.rewriteHint}
      </p>
    </fieldset>
  );
}
