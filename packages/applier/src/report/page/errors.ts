import type { RunError } from '../../events.ts';
import { clipped } from './clipped.ts';
import { html, type Html } from './html.ts';

/** Every error in full: what is wrong, then where it is in the repository, the cluster and the object. */
export function errorList(errors: readonly RunError[], tone: 'bad' | 'warn'): Html {
  return html`<ol class=${`errors ${tone}`}>
    ${errors.map((error) => html`<li>${errorItem(error)}</li>`)}
  </ol>`;
}

function errorItem({ code, message, id, file, line, document, field, manager }: RunError): Html {
  return html`
    ${
      (id ?? file) !== undefined &&
      html`<p class="where">
        ${id !== undefined && html`<code class="id">${clipped(id, 600)}</code>`}
        ${file !== undefined && html`<code class="file">${place(clipped(file, 600), line)}</code>`}
        ${document !== undefined && html`<span>document ${document}</span>`}
      </p>`
    }
    <p class="message">${clipped(message)}</p>
    <p class="facts">
      <span>code <code>${clipped(code, 100)}</code></span>
      ${field !== undefined && html`<span>field <code>${clipped(field, 600)}</code></span>`}
      ${manager !== undefined && html`<span>manager <code>${clipped(manager, 200)}</code></span>`}
    </p>
  `;
}

/** `staging/web.yaml:12` */
export function place(file: string, line: number | undefined): string {
  return line === undefined ? file : `${file}:${line}`;
}
