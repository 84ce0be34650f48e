/** Hands a file to the browser to keep. */
export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // Taken away at once, some browsers save nothing.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
