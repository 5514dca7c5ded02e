/** The frame of a page: header, answer, what git says beside what the cluster has, cards. */
export const layoutStyle = `
.top{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;justify-content:space-between;align-items:baseline;font-size:.875rem;color:var(--muted)}
.trail ol{display:flex;flex-wrap:wrap}
.trail li+li::before{content:"/";margin:0 .5em;color:var(--line)}
.trail a{color:var(--muted);text-decoration:none}
.trail a:hover{text-decoration:underline}
.trail li:first-child a{font-weight:600;color:var(--text)}
.aside{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;align-items:baseline}
.aside .repository{color:var(--muted)}
main{display:grid;grid-template-columns:minmax(0,1fr);gap:1.25rem;margin-top:1.25rem}
.verdict{display:flex;gap:1.25rem;align-items:flex-start;padding:1.5rem;background:var(--soft);border-radius:14px}
.disc{display:grid;flex:none;place-items:center;width:3rem;height:3rem;font-size:1.625rem;color:var(--soft);background:var(--tone);border-radius:50%}
.disc .symbol{stroke-width:2.2}
.verdict h1{display:flex;flex-wrap:wrap;gap:.25rem .3em;align-items:center;min-height:3rem;font-size:clamp(1.375rem,1.15rem + 1.2vw,2rem);letter-spacing:-.02em}
.verdict h1 .badge{margin-left:.25em;background:none;box-shadow:inset 0 0 0 1px currentColor}
.verdict h1 a{text-decoration-thickness:2px}
.reason{font-size:1.0625rem;color:var(--tone)}
.verdict .reason{margin-top:.125rem}
.heading{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;margin-top:.5rem}
.heading h1{font-size:1.625rem;letter-spacing:-.02em}
.notice{padding:.75rem 1.125rem;color:var(--text);background:var(--soft);border-left:4px solid var(--tone);border-radius:4px 10px 10px 4px}
.notice .act,.notice .call{margin-top:.5rem}
.quoted{color:var(--text)}
.summary{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;font-weight:500}
.summary li{display:inline-flex;gap:.45em;align-items:center;color:var(--tone)}
.summary .symbol{width:.85em;height:.85em}
.cards,.columns{display:grid;grid-template-columns:minmax(0,1fr);gap:1.25rem}
.explained{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(28rem,100%),1fr));gap:1.25rem;align-items:start}
.explained:empty{display:none}
.environment>header{display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:center}
.environment h2{margin-right:auto;font-size:1.25rem}
.environment h2 a{text-decoration:none}
.environment h2 a:hover{text-decoration:underline}
.environment>.reason{margin-top:.125rem}
.environment.good>.reason,.environment.idle>.reason{color:var(--muted)}
.environment>*+*{margin-top:1.125rem}
.environment.line{padding:.75rem 1.5rem}
.environment.line h2{flex:0 0 11rem;margin:0;font-size:1rem}
.brief{display:flex;flex:1 1 20rem;gap:.625rem;min-width:0;font-size:.9375rem;color:var(--muted)}
.brief span{overflow:hidden;color:var(--text);white-space:nowrap;text-overflow:ellipsis}
.brief code,.brief time{flex:none}
.sides{display:grid;grid-template-columns:minmax(0,1fr) auto minmax(0,1fr);gap:1rem 1.25rem;align-items:start}
main>.sides{padding:0 .25rem}
.label{font-size:.8125rem;color:var(--muted)}
.side .facts{margin-top:.125rem}
.relation{align-self:center;width:2.25rem;font-size:2rem;line-height:1;text-align:center;color:var(--tone)}
.two{display:grid;gap:1rem 2.5rem}
@media (min-width:64rem){.two{grid-template-columns:minmax(0,1fr) minmax(0,1.25fr);align-items:start}}
.toolbar{display:flex;flex-wrap:wrap;gap:.5rem 1rem;justify-content:space-between;align-items:center;border-bottom:1px solid var(--line)}
.toolbar ul{display:flex;gap:1.5rem}
.toolbar nav a{display:block;padding:.375rem 0 .5rem;color:var(--muted);text-decoration:none;border-bottom:2px solid transparent;margin-bottom:-1px}
.toolbar nav a[aria-current]{font-weight:600;color:var(--text);border-color:var(--text)}
.toolbar .buttons{padding-bottom:.375rem}
footer{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin-top:2rem;font-size:.8125rem;color:var(--muted)}
#live:empty{display:none}
#live::before{content:"";display:inline-block;width:.5em;height:.5em;margin-right:.45em;background:var(--good);border-radius:50%}
#live:not([data-state=live])::before{background:var(--warn)}
@media (min-width:64rem){.columns{grid-template-columns:minmax(0,1.6fr) minmax(0,1fr)}.columns>:only-child{grid-column:1/-1}}
@media (min-width:120rem){.cards.many{grid-template-columns:repeat(2,minmax(0,1fr));align-items:start}.cards.many .line{grid-column:1/-1}}
@media (max-width:48rem){
  .verdict{gap:.875rem;padding:1.125rem 1rem}
  .disc{width:2.25rem;height:2.25rem;font-size:1.25rem}
  .verdict h1{min-height:2.25rem}
  .sides{grid-template-columns:minmax(0,1fr)}
  .relation{width:auto;font-size:1.5rem;text-align:left}
  .environment.line h2{flex:1 1 auto}
  .brief{flex:1 0 100%;order:1}
}
`;
