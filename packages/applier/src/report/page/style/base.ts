import { customProperties, palette } from '../palette.ts';

const tones = ['good', 'bad', 'warn', 'busy', 'idle'];

/** Colours, type and what every page shares. */
export const baseStyle = `
:root{color-scheme:light dark;${customProperties(palette.light)}
  --mono:ui-monospace,SFMono-Regular,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace}
@media (prefers-color-scheme:dark){:root{${customProperties(palette.dark)}}}
*{box-sizing:border-box;margin:0;padding:0}
html{font:400 clamp(100%,.875rem + .2vw,140%)/1.5 -apple-system,"Segoe UI",Roboto,"Noto Sans",Helvetica,Arial,sans-serif;
  background:var(--page);color:var(--text);-webkit-text-size-adjust:100%}
body{max-width:76rem;margin:0 auto;padding:1.25rem 1.5rem 3rem;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
a{color:var(--link);text-underline-offset:.18em;text-decoration-thickness:1px;text-decoration-color:color-mix(in srgb,currentColor 40%,transparent)}
a:hover{text-decoration-color:currentColor}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:3px}
code{font:.875em/1.5 var(--mono)}
ol,ul{list-style:none}
b{font-weight:600}
h1,h2,h3{font-weight:600;line-height:1.25;letter-spacing:-.01em}
h2{font-size:1.0625rem}
h3{font-size:.9375rem}
h2 a,h1 a{color:inherit}
.muted,.facts,time{color:var(--muted)}
.symbol{width:1em;height:1em;flex:none;fill:none;stroke:currentColor;stroke-width:1.9;stroke-linecap:round;stroke-linejoin:round}
.sheet{position:absolute}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:-999px}
.skip:focus{left:1rem;top:.5rem;z-index:1;padding:.5rem 1rem;background:var(--card)}
${tones.map((tone) => `.${tone}{--tone:var(--${tone});--soft:var(--${tone}Soft)}`).join('')}
.facts{display:flex;flex-wrap:wrap;gap:.125rem 1.25rem;font-size:.875rem}
.facts b{color:var(--text)}
.card{min-width:0;padding:1.25rem 1.5rem 1.375rem;background:var(--card);border:1px solid var(--line);border-radius:10px}
.badge,.mark-text{display:inline-flex;flex:none;gap:.4em;align-items:baseline;color:var(--tone);white-space:nowrap}
.badge{padding:.125em .7em .125em .55em;font-size:.875rem;font-weight:600;letter-spacing:0;background:var(--soft);border-radius:2em}
.badge .symbol,.mark-text .symbol{align-self:center;width:.9em;height:.9em}
.subject{display:flex;gap:.625rem;align-items:baseline;font-weight:500;line-height:1.4}
.subject>:last-child{min-width:0}
.commit-id{flex:none;color:var(--muted);font-weight:400}
.commit .facts{margin-top:.125rem}
.message.bad,.facts .bad{color:var(--tone)}
@media (max-width:40rem){body{padding:.875rem .875rem 2rem}.card{padding:1rem}}
@media (min-width:120rem){body{max-width:108rem}}
@media print{body{max-width:none}.card{break-inside:avoid}}
`;
