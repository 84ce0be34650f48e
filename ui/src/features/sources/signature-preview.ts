import { text } from "~/text/index.ts";

const words = text.sources.preview;

/** What a generic source looks for in a request, in the words that a sender's documentation uses; gaps where it is not said. */
export function signaturePreview(settings: Readonly<Record<string, string>>): string {
  const of = (name: string, fallback = "") => settings[name]?.trim() || fallback;
  const scheme = of("scheme", "hmac");
  if (scheme === "basic") return words.basic(of("username", words.gap));
  if (scheme === "api_key") {
    if (of("header") !== "") return words.keyInHeader(of("header"), of("prefix"));
    return of("queryParameter") === "" ? words.nothing : words.keyInQuery(of("queryParameter"));
  }
  const signature = `${of("prefix")}<signature>`;
  const pairs = [
    ...(of("timestampKey") === "" ? [] : [`${of("timestampKey")}=<timestamp>`]),
    of("signatureKey") === "" ? signature : `${of("signatureKey")}=${signature}`,
  ];
  const lines = words.hmac(
    of("header", words.gap),
    pairs.join(","),
    of("algorithm", "sha256").toUpperCase(),
    of("encoding", "hex"),
    of("content", "{body}"),
  );
  const isTimed = of("content").includes("{timestamp}") && of("timestampKey") === "";
  const timeHeader = of("timestampHeader", isTimed ? words.gap : "");
  return timeHeader === "" ? lines : `${timeHeader}: <timestamp>\n${lines}`;
}
