import { asText, type Pipe } from "./pipe.ts";
import { TemplateFault } from "./template-fault.ts";

/** Made of the bytes piece by piece: as many arguments as a payload has bytes overflow the stack. */
const CHUNK = 8_192;

export const ENCODING_PIPES: Readonly<Record<string, Pipe>> = {
  json: {
    args: [],
    help: "JSON text of any value",
    apply: (value, _args, budget) => {
      const text = JSON.stringify(value);
      budget.work(text.length);
      return text;
    },
  },
  base64: { args: [], help: "Base64 of the text's UTF-8 bytes", apply: (value) => base64(asText(value)) },
  urlencode: {
    args: [],
    help: "Percent-encoded, as one part of a URL",
    apply: (value) => {
      try {
        return encodeURIComponent(asText(value));
      } catch (error) {
        if (error instanceof URIError)
          throw new TemplateFault("The text is not Unicode that can be encoded.");
        throw error;
      }
    },
  },
};

function base64(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let binary = "";
  for (let at = 0; at < bytes.length; at += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  }
  return btoa(binary);
}
