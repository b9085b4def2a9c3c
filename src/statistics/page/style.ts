import { createHash } from 'node:crypto';

/**
 * How the pages look: in one column on a telephone and in two on a desk, dark where the reader's machine is, on paper
 * with all tables open and no links. Colours have a contrast of 4.5 or more to their ground.
 */
export const style = `
:root { --ground: #fff; --text: #1d1d1f; --soft: #55585e; --edge: #c9ccd1; --shade: #f2f4f7; --link: #0b57a4;
  --of0: #1560a8; --of1: #a8430a; --of2: #3b6d1a; color-scheme: light; }
@media screen { :root { color-scheme: light dark; } }
@media screen and (prefers-color-scheme: dark) {
  :root { --ground: #16181c; --text: #ececf0; --soft: #b4b8c0; --edge: #484d56; --shade: #22252b; --link: #8ec5ff;
    --of0: #7db8f5; --of1: #f5a872; --of2: #a5d67f; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); line-height: 1.55; word-break: keep-all;
  overflow-wrap: anywhere; font-family: 'Noto Sans KR', 'Noto Sans CJK KR', 'Apple SD Gothic Neo', 'Malgun Gothic',
  NanumGothic, sans-serif; }
header, main, footer { max-width: 68rem; margin: 0 auto; padding: 1rem; }
header { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; justify-content: space-between; }
h1 { font-size: 1.6rem; line-height: 1.3; margin: 0 0 .25rem; }
h2 { font-size: 1.25rem; margin: 2.25rem 0 .5rem; }
h3 { font-size: 1rem; margin: 0 0 .75rem; }
p { margin: .5rem 0; max-width: 46rem; }
a { color: var(--link); text-underline-offset: .2em; }
a:focus-visible, summary:focus-visible, .wide:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
nav ul, .legend, .files { list-style: none; margin: .5rem 0; padding: 0; display: flex; flex-wrap: wrap; gap: .35rem 1.1rem; }
nav a, .files a, header a { display: inline-block; padding: .3rem 0; min-height: 24px; }
summary { cursor: pointer; padding: .3rem 0; }
[aria-current] { font-weight: 700; color: var(--text); text-decoration: none; }
.soft, figcaption { color: var(--soft); }
.glance { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .75rem; margin: 1rem 0; }
.glance div { background: var(--shade); padding: .75rem; border-radius: .4rem; }
.glance dt { color: var(--soft); font-size: .9rem; }
.glance dd { margin: 0; font-size: 1.35rem; font-weight: 700; }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); gap: 1rem; }
figure { margin: 0; min-width: 0; padding: 1rem; border: 1px solid var(--edge); border-radius: .4rem; }
figure > svg { display: block; width: 100%; max-width: 34rem; height: auto; }
figcaption { font-size: .9rem; margin: .5rem 0; }
svg text { fill: var(--text); font-size: 13px; font-family: inherit; }
svg .figure { text-anchor: end; }
svg .month { text-anchor: middle; }
svg .axis { font-size: 12px; fill: var(--soft); }
svg .bar { fill: var(--of0); }
svg .nothing { fill: none; stroke: var(--soft); stroke-dasharray: 3 3; }
svg .grid { stroke: var(--edge); }
svg .line { fill: none; stroke-width: 2; }
svg .line.of0 { stroke: var(--of0); } svg .line.of1 { stroke: var(--of1); } svg .line.of2 { stroke: var(--of2); }
svg .point.of0 { fill: var(--of0); } svg .point.of1 { fill: var(--of1); } svg .point.of2 { fill: var(--of2); }
svg.key { width: 14px; height: 14px; margin-right: .4rem; vertical-align: -2px; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .92rem; width: 100%; }
caption { text-align: left; font-weight: 700; padding: .5rem 0; }
th, td { border-bottom: 1px solid var(--edge); padding: .35rem .6rem; text-align: left; vertical-align: top;
  overflow-wrap: normal; }
tbody th { min-width: 6.5rem; }
thead th { white-space: nowrap; }
td.number, th.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
code { word-break: break-all; font-size: .9em; }
dl.about { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1rem; margin: .5rem 0; }
dl.about dt { color: var(--soft); } dl.about dd { margin: 0; min-width: 0; }
@media (max-width: 30rem) { dl.about { display: block; } dl.about dd { margin: 0 0 .5rem; } }
@media print {
  header, nav, .links { display: none; }
  body { font-size: 10pt; }
  a { color: inherit; text-decoration: none; }
  figure, tr { break-inside: avoid; }
  h2, h3, caption { break-after: avoid; }
  figure > svg { max-width: 26rem; }
  .plots { display: block; } .plots figure { margin-bottom: 1rem; }
  .wide { overflow: visible; } tbody th { min-width: 0; }
  .all table { font-size: 6.5pt; } .all th, .all td { padding: .1rem .15rem; }
  thead th, td.number, th.number { white-space: normal; }
  summary { list-style: none; font-weight: 700; }
  details::details-content { display: block; content-visibility: visible; block-size: auto; }
}
`;

/** By what the browser knows that this style, and no other, is ours. */
export const styleHash = `sha256-${createHash('sha256').update(style).digest('base64')}`;
