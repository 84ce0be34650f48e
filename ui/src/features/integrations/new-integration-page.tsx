import { A, useNavigate } from "@solidjs/router";
import { useQueryClient } from "@tanstack/solid-query";
import { createSignal, Show } from "solid-js";
import { createStore } from "solid-js/store";
import { useMay } from "~/api/account.ts";
import { answer, api, inOrganization, organizationId } from "~/api/client.ts";
import { ApiProblem } from "~/api/problem.ts";
import { Button, buttonClass } from "~/components/button.tsx";
import { CodeEditor } from "~/components/code/code-editor.tsx";
import { CrumbLink } from "~/components/crumb.tsx";
import { TextInput } from "~/components/field.tsx";
import { Card, Page } from "~/components/page.tsx";
import { Segmented } from "~/components/segmented.tsx";
import { NotAllowed } from "~/components/states.tsx";
import { toastProblem } from "~/components/toast.tsx";
import { UnsavedGuard } from "~/components/unsaved-guard.tsx";
import { focusFirstWrong } from "~/primitives/focus-wrong.ts";
import { useUrlChoice, useUrlList, useUrlText } from "~/primitives/url-state.ts";
import { text } from "~/text/index.ts";
import { setShownSecret } from "./just-created.ts";
import { type Fault, faultsOf } from "./new-faults.ts";
import { type NewForm, type Purpose, requestOf } from "./new-integration.ts";
import { PatternInput } from "./pattern-input.tsx";

const PURPOSES = ["events", "calls"] as const satisfies readonly Purpose[];

/** Three questions, no more: everything else has a default that works and a tab of its own. */
export default function NewIntegrationPage() {
  const words = text.integrations.create;
  const may = useMay();
  const navigate = useNavigate();
  const client = useQueryClient();
  // A link may have filled some of it in: "tell me of alerts" is an integration that takes gateway.*.
  const [name] = useUrlText("name");
  const [eventTypes] = useUrlList("eventTypes");
  const [purpose, setPurpose] = useUrlChoice("for", PURPOSES);
  const [form, setForm] = createStore<Omit<NewForm, "purpose">>({
    name: name() ?? "",
    eventTypes: eventTypes(),
    protocol: "HTTP",
    url: "",
    document: "",
  });
  const [errors, setErrors] = createSignal<readonly Fault[]>([]);
  const [isBusy, setBusy] = createSignal(false);
  const errorAt = (pointer: string) => errors().find((error) => error.pointer === pointer)?.message;
  const under = (start: string) =>
    errors().flatMap(({ pointer, message }) => (pointer?.startsWith(start) ? [{ pointer, message }] : []));
  const isGraphql = () => purpose() === "events" && form.protocol === "GRAPHQL";
  const home = () => `/o/${organizationId()}/integrations`;

  const start = { ...form };
  const [isMade, setMade] = createSignal(false);
  const isTyped = () =>
    !isMade() &&
    (form.name !== start.name ||
      form.url !== "" ||
      form.document !== "" ||
      form.eventTypes.join() !== start.eventTypes.join());

  const create = async () => {
    const faults = faultsOf({ ...form, purpose: purpose() });
    setErrors(faults);
    if (faults.length > 0) return focusFirstWrong();
    setBusy(true);
    try {
      const made = await answer(
        api.POST("/api/v1/integrations", { body: requestOf({ ...form, purpose: purpose() }) }),
      );
      // Calls are not signed with it: whoever sends events to it later makes a new one.
      if (purpose() === "events") {
        setShownSecret({
          integrationId: made.id,
          signingSecret: made.signingSecret,
          publicKey: made.publicKey,
        });
      }
      void client.invalidateQueries({ queryKey: inOrganization("integrations") });
      void client.invalidateQueries({ queryKey: inOrganization("integration-health") });
      setMade(true);
      navigate(`${home()}/${made.id}${purpose() === "calls" ? "?tab=proxy" : ""}`);
    } catch (error) {
      if (error instanceof ApiProblem) setErrors(error.problem.errors);
      focusFirstWrong();
      if (!(error instanceof ApiProblem) || error.problem.errors.length === 0) toastProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Page
      title={words.title}
      description={words.description}
      crumb={<CrumbLink href={home()} label={text.integrations.title} />}
    >
      <Show
        when={may("integrations:create")}
        fallback={
          <Card>
            <NotAllowed permission="integrations:create" />
          </Card>
        }
      >
        <form
          class="flex max-w-2xl flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            void create();
          }}
          noValidate
        >
          <Card>
            <div class="flex flex-col gap-5">
              <div class="flex flex-col gap-1.5">
                <Segmented
                  label={words.purpose}
                  captioned
                  value={purpose()}
                  onChange={setPurpose}
                  options={PURPOSES.map((value) => ({ value, label: words.purposes[value] }))}
                />
                <p class="text-xs text-faint">{words.purposeHints[purpose()]}</p>
              </div>
              <TextInput
                label={text.integrations.target.name}
                hint={words.nameHint}
                required
                autofocus
                value={form.name}
                onInput={(name) => setForm({ name })}
                error={errorAt("/name")}
              />
              <Show when={purpose() === "events"}>
                <PatternInput
                  values={form.eventTypes}
                  onChange={(eventTypes) => setForm({ eventTypes: [...eventTypes] })}
                  errors={under("/eventTypes")}
                />
                <div class="flex flex-col gap-1.5">
                  <span class="text-[13px] font-medium text-soft" aria-hidden="true">
                    {words.protocol}
                  </span>
                  <Segmented
                    label={words.protocol}
                    value={form.protocol}
                    onChange={(protocol) => setForm({ protocol })}
                    options={[
                      { value: "HTTP", label: words.protocols.HTTP },
                      { value: "GRAPHQL", label: words.protocols.GRAPHQL },
                    ]}
                  />
                </div>
              </Show>
              <TextInput
                label={isGraphql() ? words.endpoint : text.integrations.target.url}
                hint={purpose() === "calls" ? words.callsUrlHint : words.urlHint}
                type="url"
                mono
                required
                placeholder="https://"
                value={form.url}
                onInput={(url) => setForm({ url })}
                error={errorAt("/url")}
              />
              <Show when={isGraphql()}>
                <div class="flex flex-col gap-1">
                  <span class="text-[13px] font-medium text-soft" aria-hidden="true">
                    {words.document}
                  </span>
                  <CodeEditor
                    label={words.document}
                    language="text"
                    value={form.document}
                    onChange={(document) => setForm({ document })}
                    placeholder={words.documentExample}
                  />
                  <p class={under("/graphql").length > 0 ? "text-xs text-bad" : "text-xs text-faint"}>
                    {under("/graphql")[0]?.message ?? words.documentHint}
                  </p>
                </div>
              </Show>
            </div>
          </Card>
          <div class="flex items-center gap-2">
            <Button look="primary" type="submit" busy={isBusy()}>
              {words.submit}
            </Button>
            <A href={home()} class={buttonClass()}>
              {text.shell.actions.cancel}
            </A>
          </div>
        </form>
        <UnsavedGuard draft={{ isDirty: isTyped, discard: () => setMade(true) }} />
      </Show>
    </Page>
  );
}
