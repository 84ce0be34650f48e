/**
 * The root that an editor is put into. In a shadow root CodeMirror adopts its style sheets; in the document it would write
 * `<style>` elements, which the Content Security Policy refuses.
 */
export function shadowOf(host: HTMLElement): ShadowRoot {
  return host.shadowRoot ?? host.attachShadow({ mode: "open" });
}
