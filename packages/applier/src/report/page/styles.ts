import { customProperties, palette } from './palette.ts';

const tones = ['good', 'bad', 'warn', 'busy', 'idle'];
const stages = ['fetched', 'published', 'loaded', 'checked', 'applied', 'healthy', 'ended'];

/** The style sheet of the page; the Content-Security-Policy admits exactly these bytes. */
export const styles = `
:root{color-scheme:light dark;${customProperties(palette.light)}
  --mono:ui-monospace,"SF Mono","Cascadia Code","JetBrains Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
@media (prefers-color-scheme:dark){:root{${customProperties(palette.dark)}}}
*{box-sizing:border-box;margin:0;padding:0}
html{font:400 clamp(100%,.82rem + .25vw,150%)/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
  background:var(--page);color:var(--text);-webkit-text-size-adjust:100%}
body{max-width:62rem;margin:0 auto;padding:2rem 1.25rem 3rem;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
a{color:var(--link);text-underline-offset:.15em;text-decoration-thickness:1px}
a:focus-visible,summary:focus-visible{outline:2px solid var(--link);outline-offset:3px;border-radius:2px}
code{font:.875em/1.5 var(--mono)}
ol,ul{list-style:none}
b{font-weight:600}
.symbol{width:1em;height:1em;flex:none;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}

.brand{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;justify-content:space-between;align-items:baseline;color:var(--muted)}
.brand b{color:var(--text)}
.brand a{color:inherit}
h1{display:flex;gap:.6em;align-items:flex-start;margin:2rem 0 2.25rem;font-size:clamp(1.5rem,1.2rem + 1.6vw,2.25rem);
  font-weight:600;line-height:1.25;letter-spacing:-.015em}
h1 .symbol{width:.9em;height:.9em;margin-top:.175em}
h1 span{color:var(--text)}
h1 a{color:inherit}
.summary{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;margin:-1.25rem 0 2rem;font-weight:500}
.summary li{display:inline-flex;gap:.45em;align-items:center;color:var(--tone)}
.summary .symbol{width:.85em;height:.85em}
.problems{margin:-.5rem 0 2rem;padding:.75rem 1rem;border-left:4px solid var(--warn);background:var(--card);border-radius:4px}
.problems b{margin-right:.5em}

main{display:grid;gap:1.25rem}
.environment{min-width:0;padding:1.5rem 1.75rem 1.75rem;background:var(--card);border:1px solid var(--line);
  border-left:4px solid var(--tone);border-radius:6px;scroll-margin-top:1rem}
.environment>header{display:flex;gap:1rem;align-items:center;justify-content:space-between}
h2{font-size:1.25rem;font-weight:600;line-height:1.3;letter-spacing:-.01em}
h2 a{color:inherit;text-decoration:none}
h2 a:hover{text-decoration:underline}
.badge{display:inline-flex;flex:none;gap:.45em;align-items:center;font-weight:600;color:var(--tone);
  padding:.15em .7em .15em .6em;border:1px solid currentColor;border-radius:2em}
.badge .symbol{width:.85em;height:.85em}
.reason{margin-top:.25rem;color:var(--muted)}
.environment.bad .reason,.environment.warn .reason{color:var(--tone);font-weight:500}

h3{margin:1.5rem 0 .5rem;font-size:.875rem;font-weight:600;color:var(--muted)}
.facts{display:flex;flex-wrap:wrap;gap:.125rem 1.25rem;font-size:.875rem;color:var(--muted)}
.facts b{color:var(--text)}
.facts code,.where code{font-size:.9375em}
.commit{margin-top:1.25rem}
.subject{display:flex;gap:.75rem;align-items:baseline;font-size:1.0625rem;font-weight:500;line-height:1.4}
.subject>span{min-width:0}
.commit-id{flex:none;font-weight:400;color:var(--muted)}
.commit .facts{margin-top:.25rem}

.errors{display:grid;gap:.5rem}
.errors li{padding:.75rem 1rem .7rem;background:var(--inset);border-left:3px solid var(--tone);border-radius:0 4px 4px 0}
.errors .where{display:flex;flex-wrap:wrap;gap:0 1.25rem;align-items:baseline;font-size:.875rem;color:var(--muted)}
.errors .id{font-weight:600;color:var(--text)}
.errors .file{color:var(--text)}
code.call{overflow-wrap:anywhere;user-select:all}
.errors .message{margin:.2rem 0 .25rem;white-space:pre-wrap}
.errors .facts{font-size:.8125rem}

.timeline{margin-top:.75rem}
.bar{display:block;height:.75rem;border-radius:3px}
.bar rect{stroke:var(--card);stroke-width:2}
.timeline ol{display:flex;flex-wrap:wrap;gap:.125rem 1rem;margin-top:.5rem;font-size:.875rem;color:var(--muted)}
.timeline li{display:flex;gap:.4em;align-items:center}
.timeline b{color:var(--text)}
.key{flex:none;border-radius:2px}
${stages.map((stage) => `.stage.${stage}{fill:var(--${stage})}`).join('')}

.counts{display:grid;grid-template-columns:repeat(7,minmax(0,1fr));gap:.75rem 1rem}
.counts div{display:flex;flex-direction:column-reverse}
.counts dt{font-size:.875rem;color:var(--muted)}
.counts dd{font-size:1.25rem;font-weight:600;line-height:1.3}
.counts .zero dd{font-weight:400;color:var(--muted)}
.counts .failed dd{color:var(--bad)}
.counts .held dd{color:var(--warn)}

details{margin-top:1rem;font-size:.875rem}
details+details{margin-top:.5rem}
summary{width:fit-content;font-weight:600;color:var(--muted);cursor:pointer}
details ul{display:grid;gap:.35rem;margin:.5rem 0 0 1.1rem}
details li{display:flex;flex-wrap:wrap;gap:0 1rem}
details li span{color:var(--muted)}
footer{margin-top:2rem}
${tones.map((tone) => `.${tone}{--tone:var(--${tone})}`).join('')}
h1{color:var(--tone)}

@media (max-width:40rem){
  body{padding:1.25rem .875rem 2rem}
  h1{margin:1.5rem 0 1.5rem}
  .environment{padding:1.125rem 1rem 1.25rem}
  .counts{grid-template-columns:repeat(auto-fill,minmax(4.5rem,1fr))}
}
@media (min-width:120rem){
  body{max-width:124rem;padding:2.5rem 3rem}
  main.many{display:block;columns:2;column-gap:1.25rem}
  main.many .environment{break-inside:avoid;margin-bottom:1.25rem}
}
@media print{body{max-width:none}.environment{break-inside:avoid}}
`;
