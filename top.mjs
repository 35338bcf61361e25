import { readFileSync } from 'node:fs';
const p = JSON.parse(readFileSync(process.argv[2])); const self = new Map(); const dt = p.timeDeltas; const byId = new Map(p.nodes.map(n=>[n.id,n]));
p.samples.forEach((s,i)=>{const f=byId.get(s).callFrame; const k=f.functionName+' '+f.url.split('/').slice(-1)+':'+f.lineNumber; self.set(k,(self.get(k)??0)+dt[i]);});
const total=[...self.values()].reduce((a,b)=>a+b,0);
for (const [k,v] of [...self].sort((a,b)=>b[1]-a[1]).slice(0,14)) console.log((v/total*100).toFixed(1).padStart(5), k);
