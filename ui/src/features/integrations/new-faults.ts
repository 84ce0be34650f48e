import { text } from "~/text/index.ts";
import type { NewForm } from "./new-integration.ts";

export interface Fault {
  readonly pointer?: string | undefined;
  readonly message: string;
}

const LONGEST_NAME = 200;

/** All that can be seen to be wrong here, at once: the gateway tells of one kind of fault before it looks for the next. */
export function faultsOf({ purpose, name, eventTypes, protocol, url, document }: NewForm): readonly Fault[] {
  const words = text.integrations.create.faults;
  const faults: Fault[] = [];
  if (name.trim() === "") faults.push({ pointer: "/name", message: words.name });
  if (name.trim().length > LONGEST_NAME)
    faults.push({ pointer: "/name", message: words.longName(LONGEST_NAME) });
  if (purpose === "events" && eventTypes.length === 0)
    faults.push({ pointer: "/eventTypes", message: words.eventTypes });
  const isHttp = /^https?:$/.test(URL.parse(url.trim())?.protocol ?? "");
  if (!isHttp) faults.push({ pointer: "/url", message: words.url });
  if (purpose === "events" && protocol === "GRAPHQL" && document.trim() === "")
    faults.push({ pointer: "/graphql/document", message: words.document });
  return faults;
}
