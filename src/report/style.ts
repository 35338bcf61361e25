import { darkGround, ground } from '../figures/index.ts';

/** The look of a report: on screens wide and narrow, light and dark, and on paper. */
export const style = `:root{color-scheme:light dark;--ground:${ground};--soft:#666;background:var(--ground)}
@media (prefers-color-scheme:dark){:root{--ground:${darkGround};--soft:#aaa}}
body{font:15px/1.5 Helvetica,Arial,sans-serif;margin:0 auto;max-width:1100px;padding:0 16px;overflow-wrap:anywhere}
nav a{margin-right:12px}h2{margin-top:36px}.soft,figcaption{color:var(--soft);font-size:13px}
:focus-visible{outline:3px solid #0072b2;outline-offset:2px}
#figures figure{margin:0 0 24px}img{max-width:100%;height:auto}
.choices{display:flex;flex-wrap:wrap;gap:8px 16px;align-items:center}.choices select,button{font:inherit;max-width:60vw}
.steps{display:flex;gap:4px}.panels{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));gap:12px;max-width:960px}
.panels figure{margin:0;text-align:center}.panels canvas{width:100%;border:1px solid #8888;box-sizing:border-box}
canvas{image-rendering:pixelated;background:#fff}
.bar{width:min(320px,100%);margin:16px 0 0}.bar canvas{width:100%;height:14px;display:block}.bar div{display:flex;justify-content:space-between;font-size:13px}
.scroll{overflow:auto;max-height:70vh}table{border-collapse:collapse;font-size:13px;font-variant-numeric:tabular-nums}
td,th{padding:2px 8px;border-bottom:1px solid #8886;text-align:left;white-space:nowrap}
th{position:sticky;top:0;background:var(--ground)}th button{font:inherit;font-weight:bold;border:0;padding:0;background:none;color:inherit;cursor:pointer}
th[aria-sort=ascending] button::after{content:" \\2191"}th[aria-sort=descending] button::after{content:" \\2193"}
summary{cursor:pointer;padding:4px 0}pre{overflow:auto}
@media (max-width:600px){.panels{grid-template-columns:repeat(2,minmax(0,1fr))}}
@media print{:root{color-scheme:light;--ground:${ground};--soft:#666}nav,.choices,.more,#maps .soft:last-of-type{display:none}body{max-width:none}.scroll{overflow:visible;max-height:none}
td,th{white-space:normal}th{position:static}figure,.panels{break-inside:avoid}details:not([open]){display:none}canvas{print-color-adjust:exact;-webkit-print-color-adjust:exact}}`;
