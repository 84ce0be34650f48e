import { useMutation, useQueryClient } from "@tanstack/solid-query";
import { RefreshCw, Trash2, Upload } from "lucide-solid";
import { createSignal, For, Show } from "solid-js";
import { answer, api } from "~/api/client.ts";
import { Badge } from "~/components/badge.tsx";
import { Button, IconButton } from "~/components/button.tsx";
import { Confirm } from "~/components/dialog.tsx";
import { Moment } from "~/components/moment.tsx";
import { Card } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { Failure, LoadingRows } from "~/components/states.tsx";
import { toast, toastProblem } from "~/components/toast.tsx";
import type { IntegrationDraft } from "~/features/integrations/use-integration-draft.tsx";
import { bytes, count } from "~/primitives/numbers.ts";
import { text } from "~/text/index.ts";
import { type SavedSchema, schemaKey, type useEndpointSchema } from "./endpoint-schema.ts";
import { UploadDialog } from "./upload-dialog.tsx";

/** What is known of the endpoint's schema: asked from it, or uploaded. It helps to write the document, and checks it. */
export function SchemaCard(props: {
  readonly draft: IntegrationDraft;
  readonly schema: ReturnType<typeof useEndpointSchema>;
}) {
  const words = text.editors.graphql.schema;
  const client = useQueryClient();
  const [isUploading, setUploading] = createSignal(false);
  const [isRemoving, setRemoving] = createSignal(false);
  const [saved, setSaved] = createSignal<{ made: SavedSchema; document: string } | null>(null);
  const storedDocument = () => props.draft.record().graphql?.document ?? "";
  const keep = (made: SavedSchema) => setSaved({ made, document: storedDocument() });
  /** What was said of a document holds as long as it is that document, here and in the gateway. */
  const judged = () => {
    const last = saved();
    const isSame =
      last?.document === storedDocument() && props.draft.value().graphql?.document === last.document;
    return isSame ? last.made : null;
  };
  const path = { id: props.draft.id };
  const renew = () => client.invalidateQueries({ queryKey: schemaKey(props.draft.id) });
  /** The endpoint is the stored one: a schema of another place would check the wrong thing. */
  const isStored = () => props.draft.record().graphql !== null && !props.draft.isDirty("url", "credentialId");

  const introspect = useMutation(() => ({
    mutationFn: () =>
      answer(
        api.POST("/api/v1/integrations/{id}/graphql/introspect", {
          params: { path },
          body: { descriptions: true },
        }),
      ),
    onSuccess: (made: SavedSchema) => {
      keep(made);
      toast({ title: words.known });
      return renew();
    },
  }));
  const remove = async () => {
    setRemoving(false);
    try {
      await answer(api.DELETE("/api/v1/integrations/{id}/graphql/schema", { params: { path } }));
      setSaved(null);
      toast({ title: words.forgotten });
      await renew();
    } catch (error) {
      toastProblem(error);
    }
  };
  return (
    <Card
      title={words.title}
      actions={
        <Show when={props.draft.mayEdit()}>
          <Button size="small" disabled={!isStored()} onClick={() => setUploading(true)}>
            <Upload class="size-3.5" aria-hidden="true" />
            {words.upload}
          </Button>
          <Button
            size="small"
            look="primary"
            busy={introspect.isPending}
            disabled={!isStored()}
            onClick={() => introspect.mutate()}
          >
            <RefreshCw class="size-3.5" aria-hidden="true" />
            {words.introspect}
          </Button>
        </Show>
      }
    >
      <QueryView
        query={queryOf(props.schema, props.draft.record().graphql !== null)}
        loading={<LoadingRows rows={1} />}
      >
        {(found) => (
          <div class="flex flex-col gap-2 text-sm">
            <Show when={found().schema} fallback={<p class="text-soft">{words.unknown}</p>}>
              {(schema) => (
                <div class="flex flex-wrap items-center gap-2 text-soft">
                  <Badge tone="good">{words.sources[schema().source]}</Badge>
                  <Moment at={schema().updatedAt} />
                  <span>{bytes(schema().sdl.length)}</span>
                  <Show when={props.draft.mayEdit()}>
                    <IconButton size="small" label={words.forget} onClick={() => setRemoving(true)}>
                      <Trash2 class="size-3.5" aria-hidden="true" />
                    </IconButton>
                  </Show>
                </div>
              )}
            </Show>
            <Show when={props.draft.mayEdit() && !isStored()}>
              <p class="max-w-3xl text-xs text-warn">
                {props.draft.record().graphql === null ? words.saveFirst : words.saveTarget}
              </p>
            </Show>
            <Show when={introspect.isError && introspect.error}>
              {(error) => <Failure error={error()} />}
            </Show>
            <Show when={judged()}>{(made) => <Misfits saved={made()} />}</Show>
          </div>
        )}
      </QueryView>
      <UploadDialog
        open={isUploading()}
        onClose={() => setUploading(false)}
        integrationId={props.draft.id}
        onSaved={(made) => {
          keep(made);
          setUploading(false);
          toast({ title: words.known });
          void renew();
        }}
      />
      <Confirm
        open={isRemoving()}
        onClose={() => setRemoving(false)}
        onConfirm={() => void remove()}
        title={words.forgetTitle}
        description={words.forgetNote}
        confirm={words.forget}
      />
    </Card>
  );
}

function Misfits(props: { readonly saved: SavedSchema }) {
  const words = text.editors.graphql.schema;
  return (
    <Show
      when={props.saved.problems.length > 0}
      fallback={<p class="text-good">{words.fits(count(props.saved.length))}</p>}
    >
      <div role="alert" class="text-warn">
        <p>{words.misfits}</p>
        <ul class="list-disc pl-5 text-xs">
          <For each={props.saved.problems}>{({ message }) => <li>{message}</li>}</For>
        </ul>
      </div>
    </Show>
  );
}

/** QueryView takes a missing answer for one that is still coming: null is wrapped. */
function queryOf(query: ReturnType<typeof useEndpointSchema>, isStored: boolean) {
  return {
    get data() {
      const schema = isStored ? query.data : null;
      return schema === undefined ? undefined : { schema };
    },
    get error() {
      return query.error;
    },
    get isPending() {
      return query.isPending;
    },
    get isError() {
      return query.isError;
    },
    get isLoadingError() {
      return query.isLoadingError;
    },
    refetch: () => query.refetch(),
  };
}
