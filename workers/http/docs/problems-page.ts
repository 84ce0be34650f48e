import { PROBLEMS } from "#domain/problem";
import { page } from "./page.ts";

/** Every problem code with its anchor: a problem document's `type` points here. */
export function problemsPage(): string {
  const sections = Object.entries(PROBLEMS).map(
    ([code, { status, title, advice }]) => `<section id="${code}">
<h2><code>${code}</code></h2>
<p><strong>${status}</strong> ${escapeHtml(title)}.</p>
<p>${escapeHtml(advice)}</p>
</section>`,
  );
  return page(
    "Problems",
    `<main class="text">
<h1>Problems</h1>
<p>Every failure is an RFC 9457 problem document. <code>code</code> is the stable word for programs, <code>detail</code>
says what was wrong this time, <code>errors</code> points at the members with JSON Pointers, and <code>requestId</code>
names the answer when you ask an operator.</p>
${sections.join("\n")}
</main>`,
  );
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
