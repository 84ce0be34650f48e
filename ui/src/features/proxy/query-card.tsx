import { Card } from "~/components/page.tsx";
import { text } from "~/text/index.ts";
import { AllOrThese } from "./all-or-these.tsx";
import { LinesInput } from "./lines-input.tsx";
import { RecordField } from "./record-field.tsx";
import type { ProxyForm } from "./use-proxy-form.ts";

/** What goes on of a caller's query, under which name, and what is sent whatever they say. */
export function QueryCard(props: { readonly form: ProxyForm }) {
  const words = text.proxy.query;
  const { proxy, set, errorsUnder, off } = props.form;
  const query = () => proxy().query;
  const change = (part: Partial<ReturnType<typeof query>>) => set({ query: { ...query(), ...part } });
  return (
    <Card title={words.title}>
      <div class="flex flex-col gap-4">
        <AllOrThese
          label={words.allow}
          hint={words.allowHint}
          values={query().allow}
          onChange={(allow) => change({ allow })}
          errors={errorsUnder("/query/allow")}
          disabled={off()}
        />
        <LinesInput
          label={words.deny}
          hint={words.denyHint}
          values={query().deny}
          onChange={(deny) => change({ deny })}
          errors={errorsUnder("/query/deny")}
          disabled={off()}
        />
        <RecordField
          legend={words.rename}
          hint={words.renameHint}
          name={words.callers}
          value={words.upstreams}
          record={query().rename}
          onChange={(rename) => change({ rename })}
          errors={errorsUnder("/query/rename")}
          disabled={off()}
        />
        <RecordField
          legend={words.set}
          hint={words.setHint}
          name={words.name}
          value={words.value}
          record={query().set}
          onChange={(fixed) => change({ set: fixed })}
          errors={errorsUnder("/query/set")}
          disabled={off()}
        />
      </div>
    </Card>
  );
}
