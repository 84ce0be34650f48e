/**
 * The root that an editor is put into. In a shadow root CodeMirror adopts its style sheets; in the document it would write
 * `<style>` elements, which the Content Security Policy refuses.
 */
export function shadowOf(host: HTMLElement): ShadowRoot {
  // What waits for a Suspense still belongs to the document of its template, which may not adopt a sheet of this one.
  if (host.ownerDocument !== document) document.adoptNode(host.getRootNode());
  return host.shadowRoot ?? host.attachShadow({ mode: "open" });
}
