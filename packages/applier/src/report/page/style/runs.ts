const stages = ['fetched', 'published', 'loaded', 'checked', 'applied', 'healthy', 'ended'];

/** What is drawn: the bar of stages, the strip of runs, the chart, the bar of health; and lists of runs. */
export const runStyle = `
.run>*+*{margin-top:.75rem}
.bar{display:block;border-radius:4px}
.bar rect{stroke:var(--card);stroke-width:2}
.healths .bar rect{stroke:var(--page)}
.card .healths .bar rect{stroke:var(--card)}
.timeline ol{display:flex;flex-wrap:wrap;gap:.125rem 1.125rem;margin-top:.5rem;font-size:.875rem;color:var(--muted)}
.timeline li{display:flex;gap:.4em;align-items:center}
.timeline b{color:var(--text)}
.key{flex:none;border-radius:2px}
${stages.map((stage) => `.stage.${stage}{fill:var(--${stage})}`).join('')}
.fill{fill:var(--tone)}
.counts{display:grid;grid-template-columns:repeat(7,minmax(0,1fr));gap:.75rem;padding-top:.375rem}
.counts div{display:flex;flex-direction:column-reverse}
.counts dt{font-size:.8125rem;color:var(--muted)}
.counts dd{font-size:1.25rem;font-weight:600;line-height:1.3}
.counts .zero dd{font-weight:400;color:var(--muted)}
.counts .failed dd{color:var(--bad)}
.counts .held dd{color:var(--warn)}
.healths ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin-top:.625rem;font-size:.875rem}
.healths a{display:inline-flex;gap:.4em;color:var(--tone);text-decoration:none}
.healths a:hover{text-decoration:underline}
.strip{display:flex;gap:3px;align-items:flex-end;height:3.25rem;max-width:64rem}
.strip li{display:flex;flex:0 1 1.25rem;align-items:flex-end;height:100%;min-width:3px}
.strip a{display:block;flex:1}
.mark{position:relative;height:100%;background:var(--tone);border-radius:2px}
.mark.quiet{height:30%;opacity:.75}
.mark.good{height:66%}
.mark.good.quiet{height:30%}
.mark.failed,.mark.stalled{background:linear-gradient(var(--tone) 62%,transparent 62% 74%,var(--tone) 74%)}
.mark.degraded{background:repeating-linear-gradient(135deg,var(--tone) 0 3px,transparent 3px 5px);box-shadow:inset 0 0 0 1.5px var(--tone)}
.mark.held,.mark.rolled-back{background:linear-gradient(90deg,var(--tone) 38%,transparent 38% 62%,var(--tone) 62%)}
.mark.running{background:none;border:2px dashed var(--tone)}
.mark.superseded{height:30%;background:none;box-shadow:inset 0 0 0 1.5px var(--tone)}
.strip a:hover,.strip a:focus-visible{filter:brightness(1.25);outline:2px solid var(--tone);outline-offset:1px}
.small{flex:none;width:140px;height:18px}
.small path{fill:none;stroke:var(--tone);stroke-width:5}
.legend{margin-top:.875rem;font-size:.8125rem}
.legend span{display:inline-flex;gap:.5em;align-items:flex-end}
.legend .mark{width:.5rem;height:1rem}
.legend .mark.quiet{height:.375rem}
.plot{display:flex;margin-top:.5rem}
.plot svg{flex:none;overflow:visible}
.plot .graph{flex:1;width:0}
.graph path{fill:none;stroke:var(--line);vector-effect:non-scaling-stroke}
.graph .steps{stroke:color-mix(in srgb,var(--applied) 45%,transparent);stroke-width:1.5}
.graph .dots,.graph .newest{stroke:var(--applied);stroke-width:5;stroke-linecap:round}
.graph .newest{stroke-width:9}
.chart text{font-size:11px;fill:var(--muted)}
.day{margin:.5rem 0 .625rem;font-size:.9375rem;color:var(--muted)}
.runs{padding:0}
.runs>li{display:grid;grid-template-columns:7.5rem minmax(0,1fr) auto;gap:0 1rem;align-items:baseline;padding:.75rem 1.5rem}
.runs>li+li{border-top:1px solid var(--line)}
.runs .badge{justify-self:start}
.runs .quiet{padding-block:.4375rem}
.runs .quiet .subject{font-size:.9375rem;font-weight:400}
.runs .message{font-size:.9375rem}
.when{display:grid;justify-items:end;font-size:.875rem;color:var(--muted)}
.when b{color:var(--text)}
@media (max-width:48rem){
  .counts{grid-template-columns:repeat(auto-fill,minmax(5rem,1fr))}
  .runs>li{grid-template-columns:minmax(0,1fr) auto;padding-inline:1rem}
  .runs>li>div{grid-area:2/1/3/3}
  .when{display:flex;gap:.75rem}
  .strip{gap:2px}
}
`;
